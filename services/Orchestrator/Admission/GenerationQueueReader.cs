using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Who waits, and who is first. Each client's first row is found by a step through the index from the client before
/// (a loose index scan): the cost grows with the clients that wait, not with what they have waiting.
/// </summary>
static class GenerationQueueReader
{
    /// <summary>SQLite joins no more than 500 selects.</summary>
    const int LanesOfOneStatement = 200;

    static readonly ProofPriority[] Priorities = Enum.GetValues<ProofPriority>();

    /// <summary>The first waiting row of each lane.</summary>
    public static Task<List<QueuedProof>> ReadFirstOfLanesAsync(
        this ProofSagaDbContext db,
        IReadOnlyCollection<GenerationPool> pools,
        CancellationToken cancellationToken
    ) => db.GenerationQueue.FromSqlRaw(FirstOfLanes(pools)).AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>The first waiting rows of some lanes of a pool, as many of each as is asked for, in their order.</summary>
    public static async Task<List<QueuedProof>> ReadFirstAsync(
        this ProofSagaDbContext db,
        GenerationPool pool,
        IReadOnlyDictionary<Lane, int> limits,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<QueuedProof>();
        foreach (var some in limits.Chunk(LanesOfOneStatement))
        {
            var statement = string.Join(
                " UNION ALL ",
                some.Select((lane, place) => First(pool, lane.Key, lane.Value, place))
            );
            object[] clients = [.. some.Select(lane => lane.Key.Client)];
            rows.AddRange(
                await db.GenerationQueue.FromSqlRaw(statement, clients).AsNoTracking().ToListAsync(cancellationToken)
            );
        }

        return rows;
    }

    /// <summary>For both databases; CROSS JOIN keeps SQLite from walking through the queue instead.</summary>
    public static string FirstOfLanes(IReadOnlyCollection<GenerationPool> pools)
    {
        var lanes = (from pool in pools from priority in Priorities select Waiting(pool, priority)).ToList();
        var walks = lanes.Select(
            (waiting, number) =>
                $"""
                    walk{number}(proof_id) AS (
                        SELECT (SELECT r.proof_id FROM generation_queue r WHERE {waiting}
                            ORDER BY r.client, r.enqueued_at, r.proof_id LIMIT 1)
                        UNION ALL
                        SELECT (SELECT r.proof_id FROM generation_queue r WHERE {waiting} AND r.client > q.client
                            ORDER BY r.client, r.enqueued_at, r.proof_id LIMIT 1)
                        FROM walk{number} CROSS JOIN generation_queue q WHERE q.proof_id = walk{number}.proof_id)
                    """
        );
        return $"""
            WITH RECURSIVE {string.Join(",\n", walks)}
            SELECT q.* FROM ({string.Join(
                " UNION ALL ",
                lanes.Select((_, number) => $"SELECT proof_id FROM walk{number}")
            )}) first
            CROSS JOIN generation_queue q WHERE q.proof_id = first.proof_id
            """;
    }

    static string First(GenerationPool pool, Lane lane, int limit, int place) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            SELECT * FROM (SELECT * FROM generation_queue r
                WHERE {{Waiting(pool, lane.Priority)}} AND r.client = {{{place}}}
                ORDER BY r.enqueued_at, r.proof_id LIMIT {{limit}}) lane{{place}}
            """
        );

    /// <summary>Constants, so that either database sees that its partial index fits.</summary>
    static string Waiting(GenerationPool pool, ProofPriority priority) =>
        $"r.pool = '{SnakeCase.Of(pool)}' AND r.priority = '{SnakeCase.Of(priority)}' AND r.admitted_at IS NULL";
}
