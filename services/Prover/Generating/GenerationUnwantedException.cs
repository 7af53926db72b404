namespace ProofSaga.Prover.Generating;

/// <summary>A proof was given up while it was being generated. The message says why.</summary>
sealed class GenerationUnwantedException(string reason) : Exception(reason);
