using System.Numerics;

namespace ProofSaga.Ethereum.Registry;

/// <summary>A plonk proof for the circuit's verifier contract to verify and the registry to publish.</summary>
/// <param name="ProofId">From <see cref="RegistryIds.Proof"/>.</param>
/// <param name="CircuitId">From <see cref="RegistryIds.Circuit"/>.</param>
/// <param name="Proof">24 words, from <see cref="PlonkEncoding.Proof"/>.</param>
/// <param name="PublicSignals">From <see cref="PlonkEncoding.PublicSignals"/>.</param>
public sealed record PlonkPublication(
    Bytes32 ProofId,
    Bytes32 CircuitId,
    IReadOnlyCollection<BigInteger> Proof,
    IReadOnlyCollection<BigInteger> PublicSignals
);
