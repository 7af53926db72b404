namespace ProofSaga.Ethereum.Registry;

/// <summary>A circuit's plonk verifier as the registry is to hold it.</summary>
/// <param name="CircuitId">From <see cref="RegistryIds.Circuit"/>.</param>
/// <param name="Verifier">The compiled contract.</param>
/// <param name="NullifierIndex">Which public signal is the nullifier, from 0; null if none is.</param>
public sealed record PlonkVerifierRegistration(Bytes32 CircuitId, PlonkVerifierArtifact Verifier, int? NullifierIndex);
