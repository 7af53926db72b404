using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Sees the commit that makes outbox messages visible, whether EF or the application began the transaction.</summary>
sealed class OutboxCommitInterceptor<TDbContext>(OutboxDeliverySignal<TDbContext> signal)
    : SaveChangesInterceptor,
        IDbTransactionInterceptor
    where TDbContext : DbContext
{
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        RaiseUnlessInTransaction(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        RaiseUnlessInTransaction(eventData.Context);
        return new ValueTask<int>(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
        signal.Committed(eventData.Context);

    public Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        signal.Committed(eventData.Context);
        return Task.CompletedTask;
    }

    void RaiseUnlessInTransaction(DbContext? context)
    {
        if (context?.Database.CurrentTransaction is null)
            signal.Committed(context);
    }
}
