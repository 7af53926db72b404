using ProofSaga.Contracts;

namespace ProofSaga.Prover.TimeLimits;

/// <summary>How long one attempt may take.</summary>
/// <param name="Setting">What decides it, as an operator knows it: <c>Prover:ProveTimeout</c>.</param>
public sealed record AttemptTimeLimit(ProofStage Stage, string Setting, TimeSpan Limit);
