using System.Data;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>The transaction in which one saga is changed: that of the endpoint's outbox, where it has one on the same DbContext, else its own.</summary>
/// <param name="isolationLevel">Of its own transaction; null: it has none.</param>
sealed class SagaTransaction<TSaga>(IsolationLevel? isolationLevel)
    where TSaga : class, ISaga
{
    /// <param name="mayRepeat">False once the saga has been at work: without an outbox, what it sent is on its way.</param>
    public Task RunAsync(
        DbContext context,
        Func<CancellationToken, Task> work,
        Func<bool> mayRepeat,
        CancellationToken cancellationToken
    ) =>
        isolationLevel is { } level && context.Database.CurrentTransaction is null
            ? context.InTransactionAsync(level, work, cancellationToken, mayRepeat)
            : work(cancellationToken);
}
