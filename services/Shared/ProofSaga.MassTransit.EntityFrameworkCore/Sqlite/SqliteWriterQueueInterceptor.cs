using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Lets each write transaction on a SQLite file wait for its turn in that file's <see cref="SqliteWriterQueue"/>, SaveChanges' own transactions included.</summary>
sealed class SqliteWriterQueueInterceptor : DbTransactionInterceptor, IDbConnectionInterceptor
{
    public static readonly SqliteWriterQueueInterceptor Instance = new();

    readonly ConcurrentDictionary<string, SqliteWriterQueue> queues = new(StringComparer.Ordinal);

    SqliteWriterQueueInterceptor() { }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    )
    {
        if (Writes(eventData) && QueueOf(connection) is { } queue)
            await queue.EnterAsync(connection, Patience(connection), cancellationToken);
        return result;
    }

    public override InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result
    )
    {
        if (Writes(eventData))
            QueueOf(connection)?.Enter(connection, Patience(connection));
        return result;
    }

    public override DbTransaction TransactionStarted(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result
    )
    {
        QueueOf(connection)?.Started(connection, result);
        return result;
    }

    public override ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        QueueOf(connection)?.Started(connection, result);
        return new ValueTask<DbTransaction>(result);
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
        Leave(eventData);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Leave(eventData);
        return Task.CompletedTask;
    }

    public override void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) =>
        Leave(eventData);

    public override Task TransactionRolledBackAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Leave(eventData);
        return Task.CompletedTask;
    }

    /// <summary>Also the end of a transaction that was disposed without a rollback, or could not begin.</summary>
    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) =>
        QueueOf(connection)?.Leave(connection);

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        QueueOf(connection)?.Leave(connection);
        return Task.CompletedTask;
    }

    /// <summary>Every transaction of Microsoft.Data.Sqlite takes the write lock when it begins, but for this level.</summary>
    static bool Writes(TransactionStartingEventData eventData) =>
        eventData.IsolationLevel != IsolationLevel.ReadUncommitted;

    static TimeSpan Patience(DbConnection connection) =>
        TimeSpan.FromSeconds(((SqliteConnection)connection).DefaultTimeout);

    void Leave(TransactionEndEventData eventData)
    {
        var connection = eventData.Context?.Database.GetDbConnection();
        if (connection is not null)
            QueueOf(connection)?.Leave(connection);
    }

    /// <summary>Null for a database in memory, which has no other connections to wait for.</summary>
    SqliteWriterQueue? QueueOf(DbConnection connection)
    {
        var file = connection.DataSource;
        return string.IsNullOrEmpty(file) || file == ":memory:"
            ? null
            : queues.GetOrAdd(Path.GetFullPath(file), static _ => new SqliteWriterQueue());
    }
}
