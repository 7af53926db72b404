using ProofSaga.Contracts;

namespace ProofSaga.Hosting;

/// <summary>Names the runs of this process, so that what each of them tells can be put together.</summary>
public sealed class AttemptRuns(WorkerIdentity worker, TimeProvider time)
{
    /// <summary>For each delivery of an order: also one that is delivered again is another run.</summary>
    public AttemptRun Begin()
    {
        var now = time.GetUtcNow();
        return new AttemptRun(Guid.CreateVersion7(now), worker.Name, now);
    }

    /// <returns>The run as its answer tells of it: over now.</returns>
    public AttemptRun End(AttemptRun run) => run with { CompletedAt = time.GetUtcNow() };
}
