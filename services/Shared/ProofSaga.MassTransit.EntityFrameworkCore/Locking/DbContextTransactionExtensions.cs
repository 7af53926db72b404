using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Runs work in one transaction.</summary>
static class DbContextTransactionExtensions
{
    /// <summary>
    /// Commits when the work returns; when it throws, rolls back, forgets what the context tracked and throws the same. Where the context retries on failure
    /// (<c>EnableRetryOnFailure</c>), the work may run again.
    /// </summary>
    public static Task<T> InTransactionAsync<T>(
        this DbContext context,
        IsolationLevel isolationLevel,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var strategy = context.Database.CreateExecutionStrategy();
        return strategy.RetriesOnFailure
            ? strategy.ExecuteAsync(RunAsync, cancellationToken)
            : RunAsync(cancellationToken);

        async Task<T> RunAsync(CancellationToken token)
        {
            await using var transaction = await context.Database.BeginTransactionAsync(isolationLevel, token);
            try
            {
                var result = await work(token);
                await transaction.CommitAsync(token);
                return result;
            }
            catch
            {
                await RollBackAsync(transaction);
                context.ChangeTracker.Clear();
                throw;
            }
        }
    }

    public static Task InTransactionAsync(
        this DbContext context,
        IsolationLevel isolationLevel,
        Func<CancellationToken, Task> work,
        CancellationToken cancellationToken
    ) =>
        context.InTransactionAsync(
            isolationLevel,
            async token =>
            {
                await work(token);
                return true;
            },
            cancellationToken
        );

    static async Task RollBackAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (Exception lost) when (lost is DbException or InvalidOperationException or IOException)
        {
            // the connection is gone and the transaction with it; the caller learns why from what it rethrows
        }
    }
}
