using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Workers;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>What is with the workers, and what they have room for.</summary>
sealed class GenerationLoad
{
    readonly Dictionary<(GenerationPool Pool, string Client), int> inFlight;
    readonly List<Worker> alive;

    GenerationLoad(Dictionary<(GenerationPool Pool, string Client), int> inFlight, List<Worker> alive) =>
        (this.inFlight, this.alive) = (inFlight, alive);

    /// <param name="now">UTC. The workers' clocks may differ from it by less than <see cref="Worker.Silence"/>.</param>
    public static async Task<GenerationLoad> ReadAsync(
        ProofSagaDbContext db,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var silentSince = now - Worker.Silence;
        var workers = await db
            .Workers.AsNoTracking()
            .Where(worker => worker.SeenAt > silentSince)
            .ToListAsync(cancellationToken);
        var counts = await InFlight(db, now)
            .GroupBy(row => new { row.Pool, row.Client })
            .Select(group => new
            {
                group.Key.Pool,
                group.Key.Client,
                Count = group.Count(),
            })
            .ToListAsync(cancellationToken);
        return new(counts.ToDictionary(count => (count.Pool, count.Client), count => count.Count), workers);
    }

    /// <summary>How many more of a pool the workers may get.</summary>
    public int RoomOf(GenerationPool pool) =>
        pool.Capacity(alive) - inFlight.Where(count => count.Key.Pool == pool).Sum(count => count.Value);

    /// <summary>How many proofs of a client are with the workers, in all pools together.</summary>
    public int InFlightOf(string client) =>
        inFlight.Where(count => count.Key.Client == client).Sum(count => count.Value);

    /// <summary>Counts what is admitted in this turn.</summary>
    public void Add(GenerationPool pool, string client) =>
        inFlight[(pool, client)] = inFlight.GetValueOrDefault((pool, client)) + 1;

    /// <summary>The rows of proofs that workers have, or find in their queue: not those whose retry is due later.</summary>
    static IQueryable<QueuedProof> InFlight(ProofSagaDbContext db, DateTime now) =>
        db.GenerationQueue.Where(row =>
            row.AdmittedAt != null && !db.Proofs.Any(proof => proof.Id == row.ProofId && proof.NextAttemptAt > now)
        );
}
