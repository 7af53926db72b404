using System.Numerics;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Call data for the functions of the <c>ProofRegistry</c> contract that change its state.</summary>
public static class ProofRegistryCalls
{
    /// <summary>Items that <see cref="PublishBatch"/> takes at most.</summary>
    public const int LargestBatch = 32;

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
    ) =>
        AddMembers(
                AbiWriter.Function("publish(bytes32,bytes32,uint256[8],uint256[])"),
                new Groth16Publication(proofId, circuitId, proof, publicSignals)
            )
            .ToArray();

    /// <summary>Records a proof that no contract verifies, on the publisher's word. Reverts if the id was published or attested before.</summary>
    /// <param name="proofSystem">From <see cref="RegistryIds.ProofSystem"/>.</param>
    /// <param name="proofHash">The hash that recognises the stored proof.</param>
    public static byte[] Attest(Bytes32 proofId, Bytes32 circuitId, Bytes32 proofSystem, Bytes32 proofHash) =>
        AddMembers(
                AbiWriter.Function("attest(bytes32,bytes32,bytes32,bytes32)"),
                new ProofAttestation(proofId, circuitId, proofSystem, proofHash)
            )
            .ToArray();

    /// <summary>
    /// Publishes and attests many in one transaction, which succeeds also when items are refused: each leaves one event, in
    /// the order of the items, <see cref="ProofPublishedEvent"/>, <see cref="ProofAttestedEvent"/> or
    /// <see cref="PublicationRefusedEvent"/>. What the call returns when it is tried: <see cref="ReadRefusals"/>.
    /// </summary>
    /// <param name="publications">Those of one circuit side by side: each change of circuit costs about 120 000 gas.</param>
    /// <param name="attestations">Recorded after the publications.</param>
    /// <exception cref="ArgumentException">There is no item, there are more than <see cref="LargestBatch"/>, or a proof has not 8 words.</exception>
    public static byte[] PublishBatch(
        IReadOnlyCollection<Groth16Publication> publications,
        IReadOnlyCollection<ProofAttestation> attestations
    )
    {
        var size = publications.Count + attestations.Count;
        if (size is 0 or > LargestBatch)
            throw new ArgumentException($"A batch has 1 to {LargestBatch} items, not {size}.", nameof(publications));

        return AbiWriter
            .Function("publishBatch((bytes32,bytes32,uint256[8],uint256[])[],(bytes32,bytes32,bytes32,bytes32)[])")
            .AddStructArray([.. publications.Select(item => AddMembers(AbiWriter.Arguments(), item))])
            .AddStructArray([.. attestations.Select(item => AddMembers(AbiWriter.Arguments(), item))])
            .ToArray();
    }

    /// <summary>What <see cref="PublishBatch"/> returned: for each item, publications first, why it is refused; null if it is recorded.</summary>
    /// <exception cref="EthereumException">The data is malformed.</exception>
    public static IReadOnlyList<RevertReason?> ReadRefusals(ReadOnlyMemory<byte> returned) =>
        [
            .. new AbiReader(returned)
                .ReadBytesArray()
                .Select(refusal => refusal.IsEmpty ? null : RegistryErrors.Decoder.Decode(refusal)),
        ];

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

    static AbiWriter AddMembers(AbiWriter writer, Groth16Publication publication)
    {
        if (publication.Proof.Count != Groth16Encoding.ProofWords)
        {
            throw new ArgumentException(
                $"A proof has {Groth16Encoding.ProofWords} words, not {publication.Proof.Count}.",
                nameof(publication)
            );
        }

        return writer
            .Add(publication.ProofId)
            .Add(publication.CircuitId)
            .AddFixedArray(publication.Proof)
            .AddArray(publication.PublicSignals);
    }

    static AbiWriter AddMembers(AbiWriter writer, ProofAttestation attestation) =>
        writer
            .Add(attestation.ProofId)
            .Add(attestation.CircuitId)
            .Add(attestation.ProofSystem)
            .Add(attestation.ProofHash);
}
