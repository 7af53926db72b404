using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ProofSaga.Provider.Tests.Saga;

/// <summary>Counts SaveChanges that succeed, and lets some fail as if another message had been faster.</summary>
sealed class Saves : SaveChangesInterceptor
{
    int count;

    public int Count => Volatile.Read(ref count);

    public int FailuresToCome { get; set; }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (FailuresToCome == 0)
            return new ValueTask<InterceptionResult<int>>(result);
        FailuresToCome--;
        throw new DbUpdateConcurrencyException("another message was faster");
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref count);
        return new ValueTask<int>(result);
    }
}
