using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Runs work in one transaction.</summary>
static class DbContextTransactionExtensions
{
    /// <summary>
    /// Commits when the work returns; when it throws, rolls back, forgets what the context tracked and throws the same. The work runs again, with the connection
    /// given back in between, after a <see cref="WriteConflict"/>, and after a transient failure where the context retries on failure (<c>EnableRetryOnFailure</c>).
    /// </summary>
    /// <param name="mayRepeat">Asked after a conflict: false if the work has done what a rollback does not undo. Null: it never does.</param>
    public static Task<T> InTransactionAsync<T>(
        this DbContext context,
        IsolationLevel isolationLevel,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        Func<bool>? mayRepeat = null
    )
    {
        var strategy = context.Database.CreateExecutionStrategy();
        return strategy.RetriesOnFailure
            ? strategy.ExecuteAsync(RunAsync, cancellationToken)
            : RunAsync(cancellationToken);

        async Task<T> RunAsync(CancellationToken token)
        {
            var started = Stopwatch.GetTimestamp();
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await RunOnceAsync(context, isolationLevel, work, token);
                }
                catch (Exception conflict)
                    when (WriteConflict.AsksForRepetition(conflict, attempt, Stopwatch.GetElapsedTime(started))
                        && mayRepeat?.Invoke() != false
                    )
                {
                    await Task.Delay(WriteConflict.DelayAfter(attempt), token);
                }
            }
        }
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public static Task InTransactionAsync(
        this DbContext context,
        IsolationLevel isolationLevel,
        Func<CancellationToken, Task> work,
        CancellationToken cancellationToken,
        Func<bool>? mayRepeat = null
    ) =>
        context.InTransactionAsync(
            isolationLevel,
            async token =>
            {
                await work(token);
                return true;
            },
            cancellationToken,
            mayRepeat
        );

    static async Task<T> RunOnceAsync<T>(
        DbContext context,
        IsolationLevel isolationLevel,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        // every transaction of SQLite is serializable; asked for this level by name, its driver refuses
        if (isolationLevel == IsolationLevel.Snapshot && context.Database.IsSqlite())
            isolationLevel = IsolationLevel.Serializable;
        await using var transaction = await context.Database.BeginTransactionAsync(isolationLevel, cancellationToken);
        try
        {
            var result = await work(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch
        {
            await RollBackAsync(transaction);
            context.ChangeTracker.Clear();
            throw;
        }
    }

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
