using System.Numerics;

namespace ProofSaga.Ethereum.Registry;

/// <summary>A circuit as the registry holds it.</summary>
/// <param name="CircuitId">From <see cref="RegistryIds.Circuit"/>.</param>
/// <param name="Key">Words of the groth16 verification key, from <see cref="Groth16Encoding.VerificationKey"/>.</param>
/// <param name="NullifierIndex">Which public signal is the nullifier, from 0; null if none is.</param>
public sealed record CircuitRegistration(Bytes32 CircuitId, IReadOnlyList<BigInteger> Key, int? NullifierIndex);
