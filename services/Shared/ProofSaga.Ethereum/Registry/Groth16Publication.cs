using System.Numerics;

namespace ProofSaga.Ethereum.Registry;

/// <summary>A groth16 proof for the registry to verify and publish.</summary>
/// <param name="ProofId">From <see cref="RegistryIds.Proof"/>.</param>
/// <param name="CircuitId">From <see cref="RegistryIds.Circuit"/>.</param>
/// <param name="Proof">Eight words, from <see cref="Groth16Encoding.Proof"/>.</param>
/// <param name="PublicSignals">From <see cref="Groth16Encoding.PublicSignals"/>.</param>
public sealed record Groth16Publication(
    Bytes32 ProofId,
    Bytes32 CircuitId,
    IReadOnlyCollection<BigInteger> Proof,
    IReadOnlyCollection<BigInteger> PublicSignals
);
