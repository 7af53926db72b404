namespace ProofSaga.Prover.ProofSystems;

/// <summary>A prover began a step.</summary>
/// <param name="Step">For example <c>witness</c>, <c>witness_check</c>, <c>prove</c>.</param>
public sealed record ProverProgress(string Step);
