using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Two transactions that could not both go on: a serialization failure, a deadlock, a SQLite file that is locked. The database has chosen one to be
/// rolled back and repeated. Known by codes, which no server's language changes.
/// </summary>
static class WriteConflict
{
    /// <summary>How often a transaction is begun; each time at least one of those that conflict gets through.</summary>
    const int MostAttempts = 10;

    const double ShortestDelayMilliseconds = 10;
    const double LongestDelayMilliseconds = 500;

    // https://sqlite.org/rescode.html
    const int SqliteBusy = 5;
    const int SqliteLocked = 6;

    /// <summary>What takes longer than this is not repeated here: a long consumer, or a lock that was waited for in vain.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether the transaction that failed should be repeated.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="elapsed">Since the first attempt began.</param>
    public static bool AsksForRepetition(Exception failure, int attempt, TimeSpan elapsed) =>
        attempt < MostAttempts && elapsed < Patience && IsConflict(failure);

    /// <summary>A random time, up to 10, 20, 40, … 500 ms, so that those who conflicted do not meet again.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public static TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromMilliseconds(
            Random.Shared.NextDouble()
                * Math.Min(LongestDelayMilliseconds, ShortestDelayMilliseconds * Math.Pow(2, attempt - 1))
        );

    /// <summary>Wherever in the chain it is: EF wraps it, in one layer or in two.</summary>
    static bool IsConflict(Exception? failure) =>
        failure switch
        {
            null => false,
            // EF has repeated it already, as often as it was told to
            RetryLimitExceededException => false,
            SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
            DbException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } =>
                true,
            _ => IsConflict(failure.InnerException),
        };
}
