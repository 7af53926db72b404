namespace ProofSaga.Ethereum.Registry;

/// <summary>A proof that no contract verifies, for the registry to record on the publisher's word.</summary>
/// <param name="ProofId">From <see cref="RegistryIds.Proof"/>.</param>
/// <param name="CircuitId">From <see cref="RegistryIds.Circuit"/>.</param>
/// <param name="ProofSystem">From <see cref="RegistryIds.ProofSystem"/>.</param>
/// <param name="ProofHash">The hash that recognises the stored proof.</param>
public sealed record ProofAttestation(Bytes32 ProofId, Bytes32 CircuitId, Bytes32 ProofSystem, Bytes32 ProofHash);
