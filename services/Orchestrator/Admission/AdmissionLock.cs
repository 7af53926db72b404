using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>One dispatcher of all takes a turn at a time.</summary>
static class AdmissionLock
{
    /// <summary>A number of our own among the advisory locks of the database.</summary>
    const long PostgresLock = 0x50726f6f66416474;

    /// <summary>
    /// Takes the turn until the end of the transaction, unless another process has it. On SQLite nobody has: a transaction
    /// that writes is the only one.
    /// </summary>
    /// <remarks>
    /// On Postgres it also keeps the planner, for this transaction, from walking through the queue: while that is short,
    /// or has no statistics yet, it would, and it goes on with such a plan when it is long.
    /// </remarks>
    public static async Task<bool> TryTakeTurnAsync(this ProofSagaDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
            return true;

        var taken = await db
            .Database.SqlQueryRaw<bool>(
                """
                SELECT pg_try_advisory_xact_lock({0}) AND set_config('enable_seqscan', 'off', true) = 'off'
                    AND set_config('enable_hashjoin', 'off', true) = 'off'
                    AND set_config('enable_mergejoin', 'off', true) = 'off' AS "Value"
                """,
                PostgresLock
            )
            .ToListAsync(cancellationToken);
        return taken[0];
    }
}
