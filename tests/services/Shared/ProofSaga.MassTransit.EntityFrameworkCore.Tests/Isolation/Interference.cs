using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>What other transactions do while a consumer is at work.</summary>
sealed class Interference(Func<ShopDbContext> open)
{
    readonly TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int attempts;
    int arrived;

    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>The number of the attempt, from 1, over all messages.</summary>
    public int BeginAttempt() => Interlocked.Increment(ref attempts);

    public async Task<Guid> StoreRowAsync()
    {
        await using var shop = open();
        var row = new Counter { CorrelationId = NewId.NextGuid() };
        shop.Add(row);
        await shop.SaveChangesAsync();
        return row.CorrelationId;
    }

    public async Task AddTenAsync(Guid row)
    {
        await using var shop = open();
        await shop
            .Counters.Where(counter => counter.CorrelationId == row)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Count, counter => counter.Count + 10));
    }

    /// <summary>Whether a transaction that changed the row is committed.</summary>
    public async Task<bool> IsTouchedAsync(Guid row)
    {
        await using var shop = open();
        return await shop.Counters.AnyAsync(counter => counter.CorrelationId == row && counter.Count > 0);
    }

    /// <summary>Returns when two have come.</summary>
    public Task MeetAsync()
    {
        if (Interlocked.Increment(ref arrived) == 2)
            met.SetResult();
        return met.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Ends the connections of every transaction that is open in this database, as a failover does.</summary>
    public async Task CutConnectionsInTransactionAsync()
    {
        await using var shop = open();
        await shop.Database.ExecuteSqlRawAsync(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
            """
        );
    }
}
