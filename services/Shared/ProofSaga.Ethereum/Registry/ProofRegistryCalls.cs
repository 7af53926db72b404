using System.Numerics;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Call data for the functions of the <c>ProofRegistry</c> contract that change its state.</summary>
public static class ProofRegistryCalls
{
    /// <summary>Verifies a groth16 proof on chain and publishes it. Reverts if the id was published or attested before.</summary>
    /// <param name="proofId">From <see cref="RegistryIds.Proof"/>.</param>
    /// <param name="circuitId">From <see cref="RegistryIds.Circuit"/>.</param>
    /// <param name="proof">Eight words, from <see cref="Groth16Encoding.Proof"/>.</param>
    /// <param name="publicSignals">From <see cref="Groth16Encoding.PublicSignals"/>.</param>
    public static byte[] Publish(
        Bytes32 proofId,
        Bytes32 circuitId,
        IReadOnlyCollection<BigInteger> proof,
        IReadOnlyCollection<BigInteger> publicSignals
    )
    {
        if (proof.Count != Groth16Encoding.ProofWords)
            throw new ArgumentException($"A proof has 8 words, not {proof.Count}.", nameof(proof));

        return AbiWriter
            .Function("publish(bytes32,bytes32,uint256[8],uint256[])")
            .Add(proofId)
            .Add(circuitId)
            .AddFixedArray(proof)
            .AddArray(publicSignals)
            .ToArray();
    }

    /// <summary>Records a proof that no contract verifies, on the publisher's word. Reverts if the id was published or attested before.</summary>
    /// <param name="proofSystem">From <see cref="RegistryIds.ProofSystem"/>.</param>
    /// <param name="proofHash">The hash that recognises the stored proof.</param>
    public static byte[] Attest(Bytes32 proofId, Bytes32 circuitId, Bytes32 proofSystem, Bytes32 proofHash) =>
        AbiWriter
            .Function("attest(bytes32,bytes32,bytes32,bytes32)")
            .Add(proofId)
            .Add(circuitId)
            .Add(proofSystem)
            .Add(proofHash)
            .ToArray();

    /// <summary>Registers a circuit for good; the same again changes nothing. For the owner only.</summary>
    public static byte[] RegisterCircuit(CircuitRegistration circuit) =>
        AbiWriter
            .Function("registerCircuit(bytes32,uint256[],uint256)")
            .Add(circuit.CircuitId)
            .AddArray(circuit.Key)
            .Add(circuit.NullifierIndex is { } index ? index : UInt256.MaxValue)
            .ToArray();

    /// <summary>Appoints or dismisses a publisher. For the owner only.</summary>
    public static byte[] SetPublisher(Address publisher, bool allowed) =>
        AbiWriter.Function("setPublisher(address,bool)").Add(publisher).Add(allowed).ToArray();
}
