namespace ProofSaga.Hosting.Tests.Messaging;

/// <summary>How many pieces of work are under way, and were at most.</summary>
sealed class SlowWorkLog
{
    readonly Lock gate = new();
    int underWay;

    public int Most { get; private set; }

    public int Done { get; private set; }

    /// <summary>Work that has begun ends when the test says so.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Begin()
    {
        lock (gate)
            Most = Math.Max(Most, ++underWay);
    }

    public void End()
    {
        lock (gate)
        {
            underWay--;
            Done++;
        }
    }
}
