using ProofSaga.Ethereum;

namespace ProofSaga.Publisher.Chains.Deployments;

/// <summary>What a registry held of a circuit when its deployment was recorded.</summary>
/// <param name="Name">For people: <c>name@version</c>.</param>
/// <param name="Key">The contract that holds the groth16 verification key; null if there is none.</param>
/// <param name="Verifier">The contract that verifies plonk proofs; null if there is none.</param>
/// <param name="PlonkKeySha256">SHA-256 of the plonk verification key's file that the verifier is for; null without one.</param>
sealed record RecordedCircuit(string Name, Address? Key, Address? Verifier, string? PlonkKeySha256);
