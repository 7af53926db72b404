namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Self-clocked fair queueing (Golestani, 1994) of jobs that count as equally long: whose turn is it among flows that wait?
/// While two flows wait, what each has got, divided by its weight, differs by no more than the sum of the inverses of
/// their weights.
/// </summary>
/// <remarks>
/// A flow that did not wait for a while gets no credit for it: it begins where the others are. Unlike in start-time fair
/// queueing each turn moves the clock on, so that not even ever new flows hold up one that waits.
/// </remarks>
sealed class FairShare<TFlow>
    where TFlow : notnull
{
    /// <param name="Start">Where the clock was when the flow came, or had its last turn.</param>
    /// <param name="Place">Which came first among flows whose turns end together.</param>
    readonly record struct Tag(double Start, long Place);

    readonly Dictionary<TFlow, Tag> tags;
    double clock;
    long places;

    public FairShare() => tags = [];

    FairShare(FairShare<TFlow> other)
    {
        tags = new(other.tags);
        clock = other.clock;
        places = other.places;
    }

    /// <summary>How many flows are remembered.</summary>
    public int Remembered => tags.Count;

    /// <summary>Gives the turn to one of the flows that wait, and counts it.</summary>
    /// <param name="waiting">All that wait, at least one.</param>
    /// <param name="weight">Of a flow; positive.</param>
    public TFlow Next(IReadOnlyCollection<TFlow> waiting, Func<TFlow, int> weight)
    {
        foreach (var flow in waiting)
            tags.TryAdd(flow, new Tag(clock, places++));

        var next = waiting.MinBy(flow => (EndOf(flow), tags[flow].Place))!;
        clock = EndOf(next);
        tags[next] = new Tag(clock, places++);
        return next;

        double EndOf(TFlow flow) => tags[flow].Start + (1.0 / weight(flow));
    }

    /// <summary>Forgets the flows that do not wait.</summary>
    public void KeepOnly(Func<TFlow, bool> isWaiting)
    {
        foreach (var flow in tags.Keys)
        {
            if (!isWaiting(flow))
                tags.Remove(flow);
        }
    }

    public FairShare<TFlow> Copy() => new(this);
}
