namespace ProofSaga.Persistence.Proofs;

public static class SupersededOrder
{
    /// <summary>Why a worker has nothing to do for an order; null when it is the current one.</summary>
    /// <param name="attempt">The order's attempt.</param>
    /// <param name="stage">The statuses of the order's stage: waiting and working.</param>
    public static string? WhySuperseded(this ProofWork? work, int attempt, params ReadOnlySpan<ProofStatus> stage) =>
        work is null ? "no such proof was accepted"
        : !stage.Contains(work.Status) ? $"the proof is {SnakeCase.Of(work.Status)}"
        : attempt < work.Attempt ? $"attempt {work.Attempt} is current"
        : null;
}
