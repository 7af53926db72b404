namespace ProofSaga.Contracts.Verification;

/// <summary>Orders the check of the stored proof against the circuit's verification key.</summary>
public sealed record VerifyProof(Guid ProofId, int Attempt, string Circuit, string ProofSystem);
