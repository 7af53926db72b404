using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The writers of one SQLite file in this process, in the order in which they came. SQLite itself lets them poll for its only write lock, every 150 ms and
/// each on a thread of its own; queued here they take no thread and none of them starves.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "lives as long as the process, and a semaphore without a wait handle has nothing to dispose"
)]
sealed class SqliteWriterQueue
{
    static readonly TimeSpan HolderCheckInterval = TimeSpan.FromMilliseconds(250);

    readonly SemaphoreSlim turn = new(1, 1);
    readonly Lock state = new();
    DbConnection? holder;
    DbTransaction? transaction;

    /// <summary>Returns when it is this connection's turn, or when <paramref name="patience"/> is over: then SQLite's own lock decides.</summary>
    public async Task EnterAsync(DbConnection connection, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Holds(connection))
            return;

        var started = Stopwatch.GetTimestamp();
        while (!await turn.WaitAsync(HolderCheckInterval, cancellationToken))
        {
            LeaveIfEnded();
            if (Stopwatch.GetElapsedTime(started) > patience)
                return;
        }

        Hold(connection);
    }

    /// <inheritdoc cref="EnterAsync"/>
    public void Enter(DbConnection connection, TimeSpan patience)
    {
        if (Holds(connection))
            return;

        var started = Stopwatch.GetTimestamp();
        while (!turn.Wait(HolderCheckInterval))
        {
            LeaveIfEnded();
            if (Stopwatch.GetElapsedTime(started) > patience)
                return;
        }

        Hold(connection);
    }

    public void Started(DbConnection connection, DbTransaction started)
    {
        lock (state)
        {
            if (ReferenceEquals(holder, connection))
                transaction = started;
        }
    }

    public void Leave(DbConnection? connection)
    {
        lock (state)
        {
            if (holder is not null && ReferenceEquals(holder, connection))
                Release();
        }
    }

    bool Holds(DbConnection connection)
    {
        lock (state)
            return ReferenceEquals(holder, connection);
    }

    void Hold(DbConnection connection)
    {
        lock (state)
            holder = connection;
    }

    /// <summary>
    /// Two ends tell nobody: that of a transaction which was disposed on a connection that stays open (it has no connection any more), and that of a connection
    /// which was disposed because its transaction was cancelled while it began.
    /// </summary>
    void LeaveIfEnded()
    {
        lock (state)
        {
            if (transaction is { Connection: null } || holder is { State: ConnectionState.Closed })
                Release();
        }
    }

    void Release()
    {
        holder = null;
        transaction = null;
        turn.Release();
    }
}
