using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>Sees in what the saga saves that a proof enters the queue or leaves the workers, and says so once it is committed.</summary>
sealed class AdmissionCommitInterceptor(AdmissionSignal signal) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    sealed record Change(bool Entered, bool Left);

    readonly ConditionalWeakTable<DbContext, Change> uncommitted = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is { } context)
            Note(context);
        return new(result);
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context?.Database.CurrentTransaction is null)
            Tell(eventData.Context);
        return new(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Tell(eventData.Context);
        return Task.CompletedTask;
    }

    void Note(DbContext context)
    {
        var change = new Change(
            context
                .ChangeTracker.Entries<QueuedProof>()
                .Any(row => row.State is EntityState.Added or EntityState.Modified && row.Entity.AdmittedAt is null),
            context
                .ChangeTracker.Entries<Proof>()
                .Any(row => row.Entity.Status is ProofStatus.Generated or ProofStatus.Failed or ProofStatus.Cancelled)
        );
        if (change.Entered || change.Left)
            uncommitted.AddOrUpdate(context, change);
    }

    void Tell(DbContext? context)
    {
        if (context is null || !uncommitted.TryGetValue(context, out var change))
            return;

        uncommitted.Remove(context);
        if (change.Entered)
            signal.Entered();
        if (change.Left)
            signal.Left();
    }
}
