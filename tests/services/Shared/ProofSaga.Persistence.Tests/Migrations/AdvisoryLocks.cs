using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Persistence.Tests.Migrations;

static class AdvisoryLocks
{
    /// <summary>Takes the lock, until the context is disposed.</summary>
    public static async Task OpenAndHoldAsync(this DatabaseFacade database, long key)
    {
        await database.OpenConnectionAsync();
        await database.ExecuteSqlAsync($"SELECT pg_advisory_lock({key})");
    }

    /// <summary>Waits until somebody else waits for the lock that is held here.</summary>
    public static Task SomebodyWaitsAsync(this DatabaseFacade database, long key) =>
        Eventually.HoldsAsync(
            async () =>
                await database
                    .SqlQuery<int>(
                        $"""
                        SELECT count(*)::int AS "Value" FROM pg_locks
                        WHERE locktype = 'advisory' AND NOT granted AND (classid::bigint << 32 | objid::bigint) = {key}
                        """
                    )
                    .SingleAsync() > 0,
            "somebody waits for the lock"
        );
}
