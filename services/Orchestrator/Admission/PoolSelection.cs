using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>Chooses which of a pool's waiting proofs are next, and reads no more of them than that takes.</summary>
/// <param name="order">As it was before; it is left as it is.</param>
sealed class PoolSelection(
    ProofSagaDbContext db,
    GenerationPool pool,
    FairOrder order,
    Func<string, int> roomOf,
    Func<ProofPriority, int> weightOf
)
{
    readonly Dictionary<Lane, List<QueuedProof>> known = [];
    readonly HashSet<Lane> complete = [];

    /// <param name="firstOfLanes">The first row of each lane.</param>
    /// <param name="room">Of proofs to choose.</param>
    public async Task<ChosenProofs> ChooseAsync(
        IEnumerable<QueuedProof> firstOfLanes,
        int room,
        CancellationToken cancellationToken
    )
    {
        foreach (var row in firstOfLanes)
            known[LaneOf(row)] = [row];

        // A lane that has not been read to its end might have any number. As long as it is given more turns than rows
        // were read, they are read and all turns are given again.
        while (true)
        {
            var after = order.Copy();
            var turns = after.Take(Supply(), room, roomOf, weightOf);
            var wanted = turns.GroupBy(lane => lane).ToDictionary(group => group.Key, group => group.Count());
            var unread = wanted
                .Where(lane => lane.Value > known[lane.Key].Count && !complete.Contains(lane.Key))
                .ToDictionary(lane => lane.Key, lane => lane.Value * 2);
            if (unread.Count == 0)
            {
                return new ChosenProofs(Rows(turns), after, LeavesSomething(wanted));
            }

            await ReadAsync(unread, cancellationToken);
        }
    }

    bool LeavesSomething(Dictionary<Lane, int> wanted) =>
        known.Any(lane => !complete.Contains(lane.Key) || lane.Value.Count > wanted.GetValueOrDefault(lane.Key));

    Dictionary<Lane, int> Supply() =>
        known.ToDictionary(lane => lane.Key, lane => complete.Contains(lane.Key) ? lane.Value.Count : int.MaxValue);

    async Task ReadAsync(Dictionary<Lane, int> limits, CancellationToken cancellationToken)
    {
        var rows = (await db.ReadFirstAsync(pool, limits, cancellationToken)).ToLookup(LaneOf);
        foreach (var (lane, limit) in limits)
        {
            known[lane] = [.. rows[lane]];
            if (known[lane].Count < limit)
                complete.Add(lane);
        }
    }

    List<QueuedProof> Rows(IReadOnlyList<Lane> turns)
    {
        var next = known.ToDictionary(lane => lane.Key, lane => new Queue<QueuedProof>(lane.Value));
        return [.. turns.Select(lane => next[lane].Dequeue())];
    }

    static Lane LaneOf(QueuedProof row) => new(row.Priority, row.Client);
}
