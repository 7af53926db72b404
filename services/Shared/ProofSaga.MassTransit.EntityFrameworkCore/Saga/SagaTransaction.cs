using System.Data;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>The transaction in which one saga is changed: that of the endpoint's outbox, where it has one on the same DbContext, else its own.</summary>
sealed class SagaTransaction<TSaga>(IsolationLevel isolationLevel)
    where TSaga : class, ISaga
{
    public Task RunAsync(DbContext context, Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        context.Database.CurrentTransaction is null
            ? context.InTransactionAsync(isolationLevel, work, cancellationToken)
            : work(cancellationToken);
}
