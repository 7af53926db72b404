using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>The dispatcher's changes to the queue; each is one statement.</summary>
static class GenerationQueueWriter
{
    /// <summary>How many rows of a lane are looked through, at most, for those of proofs that were given up.</summary>
    const int LookedThrough = 1000;

    /// <summary>Of the proof of a row: false for one that nobody knows.</summary>
    static readonly string IsInStage =
        $"COALESCE((SELECT p.status FROM proofs p WHERE p.id = generation_queue.proof_id), '') IN "
        + $"('{SnakeCase.Of(ProofStatus.Queued)}', '{SnakeCase.Of(ProofStatus.Generating)}')";

    static readonly string Pools = string.Join(
        ", ",
        Enum.GetValues<GenerationPool>().Select(pool => $"'{SnakeCase.Of(pool)}'")
    );

    static readonly string RemoveDone =
        $"DELETE FROM generation_queue WHERE pool IN ({Pools}) AND admitted_at IS NOT NULL AND NOT {IsInStage}";

    static readonly string RemoveGivenUp = $$"""
        DELETE FROM generation_queue WHERE NOT {{IsInStage}} AND proof_id IN (
            SELECT r.proof_id FROM generation_queue r
            WHERE r.pool = {0} AND r.priority = {1} AND r.client = {2} AND r.admitted_at IS NULL
            ORDER BY r.enqueued_at, r.proof_id LIMIT {{LookedThrough}})
        """;

    /// <summary>Removes the admitted rows whose proof is not in the stage of generation any more. Reads no row that waits.</summary>
    public static Task RemoveDoneAsync(this ProofSagaDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(RemoveDone, cancellationToken);

    /// <summary>Marks waiting rows as admitted.</summary>
    /// <returns>Which: those of proofs that were given up are left out.</returns>
    public static async Task<HashSet<Guid>> AdmitAsync(
        this ProofSagaDbContext db,
        IReadOnlyCollection<Guid> proofIds,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var ids = string.Join(", ", Enumerable.Range(1, proofIds.Count).Select(position => $"{{{position}}}"));
        var statement =
            "UPDATE generation_queue SET admitted_at = {0} "
            + $"""WHERE proof_id IN ({ids}) AND admitted_at IS NULL AND {IsInStage} RETURNING proof_id AS "Value" """;
        var admitted = await db
            .Database.SqlQueryRaw<Guid>(statement, [now, .. proofIds.Cast<object>()])
            .ToListAsync(cancellationToken);
        return [.. admitted];
    }

    /// <summary>Removes, from the beginning of a lane, the rows of proofs that were given up.</summary>
    public static Task RemoveGivenUpAsync(
        this ProofSagaDbContext db,
        GenerationPool pool,
        Lane lane,
        CancellationToken cancellationToken
    ) =>
        db.Database.ExecuteSqlRawAsync(
            RemoveGivenUp,
            [SnakeCase.Of(pool), SnakeCase.Of<ProofPriority>(lane.Priority), lane.Client],
            cancellationToken
        );
}
