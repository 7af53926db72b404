using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>Counts what processes tell each other, by listening where they do.</summary>
sealed partial class Overheard : IAsyncDisposable
{
    readonly NpgsqlConnection connection;
    int heard;

    Overheard(NpgsqlConnection connection)
    {
        this.connection = connection;
        // with a payload it is a process's word to itself
        connection.Notification += (_, notification) => heard += notification.Payload.Length == 0 ? 1 : 0;
    }

    /// <summary>Learns the channel from a process that listens on it, which it starts and stops for that.</summary>
    public static async Task<Overheard> StartAsync(TestStore store)
    {
        string channel;
        await using (await Node.StartAsync(store))
        {
            await store.UntilAsync(async shop => await ListeningAsync(shop) is not null);
            channel = ChannelName().Match((await store.ReadAsync(ListeningAsync))!).Value;
        }

        await using var context = store.Open();
        var overheard = new Overheard(new NpgsqlConnection(context.Database.GetConnectionString()));
        await overheard.connection.OpenAsync();
        await using var listen = new NpgsqlCommand($"LISTEN {channel}", overheard.connection);
        await listen.ExecuteNonQueryAsync();
        return overheard;
    }

    /// <summary>How many were heard until now.</summary>
    public async Task<int> CountAsync()
    {
        // an answer brings what was notified before it
        await using var question = new NpgsqlCommand("SELECT 1", connection);
        await question.ExecuteNonQueryAsync();
        return heard;
    }

    public async Task UntilMoreThanAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await CountAsync() <= count)
            await connection.WaitAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    static Task<string?> ListeningAsync(ShopDbContext shop) =>
        shop
            .Database.SqlQueryRaw<string>(
                "SELECT query AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
            .FirstOrDefaultAsync();

    [GeneratedRegex("\"[^\"]+\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChannelName();
}
