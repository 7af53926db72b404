namespace ProofSaga.Prover.ProofSystems;

/// <summary>What a proof system is and can do.</summary>
/// <param name="Name">Its name in circuit manifests and submissions.</param>
/// <param name="VerifiableOnChain">Can a contract check its proofs? If not, a proof's hash is attested instead.</param>
/// <param name="IsInstant">Does it prove in process, so fast that no progress event is worth sending?</param>
public sealed record ProofSystemDescription(string Name, bool VerifiableOnChain, bool IsInstant);
