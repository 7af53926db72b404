namespace ProofSaga.Contracts.Proving;

/// <summary>An attempt at a stage has begun or moved on. Losing one changes nothing but what a watcher sees.</summary>
/// <param name="Step">What the worker does now, for example <c>witness</c>; never holds a witness value.</param>
/// <param name="Run">Who was at it, and when; null from a worker of an earlier version.</param>
public sealed record ProofProgressed(
    Guid ProofId,
    ProofStage Stage,
    int Attempt,
    string Step,
    DateTimeOffset At,
    AttemptRun? Run = null
);
