using ProofSaga.Contracts.Submission;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// The order in which one pool's waiting proofs are admitted: by weight between the priorities, in equal shares between the
/// clients of one priority. No lane that waits starves, and none is held up for one that does not wait.
/// </summary>
sealed class FairOrder
{
    readonly FairShare<ProofPriority> priorities;
    readonly Dictionary<ProofPriority, FairShare<string>> clients;

    public FairOrder()
    {
        priorities = new();
        clients = Enum.GetValues<ProofPriority>().ToDictionary(priority => priority, _ => new FairShare<string>());
    }

    FairOrder(FairOrder other)
    {
        priorities = other.priorities.Copy();
        clients = other.clients.ToDictionary(pair => pair.Key, pair => pair.Value.Copy());
    }

    public FairOrder Copy() => new(this);

    /// <summary>Takes turns until there is no room, or nobody who may take one.</summary>
    /// <param name="supply">How many proofs each lane has to give.</param>
    /// <param name="room">Turns to take.</param>
    /// <param name="roomOf">How many turns a client may take, in all its lanes together.</param>
    /// <param name="weightOf">Of a priority; positive.</param>
    /// <returns>The lane that each turn went to, in their order.</returns>
    public IReadOnlyList<Lane> Take(
        IReadOnlyDictionary<Lane, int> supply,
        int room,
        Func<string, int> roomOf,
        Func<ProofPriority, int> weightOf
    )
    {
        var left = supply.Where(lane => lane.Value > 0).ToDictionary();
        var clientRoom = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var lane in left.Keys)
            clientRoom[lane.Client] = roomOf(lane.Client);
        // for each priority the clients that may take a turn, in an order that does not depend on hashing
        var waiting = left
            .Keys.Where(lane => clientRoom[lane.Client] > 0)
            .GroupBy(lane => lane.Priority)
            .OrderByDescending(group => weightOf(group.Key))
            .ToDictionary(
                group => group.Key,
                group => new SortedSet<string>(group.Select(lane => lane.Client), StringComparer.Ordinal)
            );

        // those who waited at the end of the last call, and do not any more
        Forget();
        var turns = new List<Lane>();
        while (turns.Count < room && waiting.Count > 0)
        {
            var priority = priorities.Next(waiting.Keys, weightOf);
            var lane = new Lane(priority, clients[priority].Next(waiting[priority], _ => 1));
            turns.Add(lane);
            if (--left[lane] == 0)
                Leave(lane);
            if (--clientRoom[lane.Client] == 0)
            {
                foreach (var other in waiting.Keys.ToList())
                    Leave(new Lane(other, lane.Client));
            }
        }

        Forget();
        return turns;

        void Forget()
        {
            priorities.KeepOnly(waiting.ContainsKey);
            foreach (var (priority, share) in clients)
                share.KeepOnly(client => waiting.TryGetValue(priority, out var those) && those.Contains(client));
        }

        void Leave(Lane lane)
        {
            if (!waiting.TryGetValue(lane.Priority, out var those))
                return;

            those.Remove(lane.Client);
            if (those.Count == 0)
                waiting.Remove(lane.Priority);
        }
    }
}
