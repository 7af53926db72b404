using Microsoft.Extensions.Options;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// The room that the last look has left over, because nobody waited for it. A proof that comes then is ordered by the
/// saga's own transaction: it need not wait for a turn, and there is nobody whom that could be unfair to.
/// </summary>
public sealed class Vacancies(IOptions<AdmissionOptions> options, TimeProvider time)
{
    /// <summary>
    /// How long it counts. Other processes may give the same room away meanwhile, and a turn does not see what the saga has
    /// ordered and not committed yet: up to as much again is ordered then, for each process.
    /// </summary>
    internal static readonly TimeSpan Validity = TimeSpan.FromSeconds(3);

    readonly Lock gate = new();
    readonly HashSet<GenerationPool> open = [];
    GenerationLoad? load;
    long seenAt;

    /// <summary>Replaces what was known.</summary>
    /// <param name="now">What is with the workers, and what they have room for.</param>
    /// <param name="pools">The pools that nobody waits for.</param>
    internal void Offer(GenerationLoad now, IEnumerable<GenerationPool> pools)
    {
        lock (gate)
        {
            load = now;
            open.Clear();
            open.UnionWith(pools);
            seenAt = time.GetTimestamp();
        }
    }

    /// <returns>Whether there was room for a proof of the client, which is taken then.</returns>
    internal bool TryTake(GenerationPool pool, string client)
    {
        lock (gate)
        {
            if (
                load is null
                || !open.Contains(pool)
                || time.GetElapsedTime(seenAt) > Validity
                || load.RoomOf(pool) <= 0
                || load.InFlightOf(client) >= options.Value.MaxProofsPerClient
            )
                return false;

            load.Add(pool, client);
            return true;
        }
    }
}
