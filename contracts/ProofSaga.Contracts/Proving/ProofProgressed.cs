namespace ProofSaga.Contracts.Proving;

/// <summary>An attempt at a stage has begun or moved on. Losing one changes nothing but what a watcher sees.</summary>
/// <param name="Step">What the worker does now, for example <c>witness</c>; never holds a witness value.</param>
public sealed record ProofProgressed(Guid ProofId, ProofStage Stage, int Attempt, string Step, DateTimeOffset At);
