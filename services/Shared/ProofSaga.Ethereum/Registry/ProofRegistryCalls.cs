using System.Numerics;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Call data for the functions of the <c>ProofRegistry</c> contract that change its state.</summary>
public static class ProofRegistryCalls
{
    /// <summary>Items that <see cref="PublishBatch"/> takes at most.</summary>
    public const int LargestBatch = 32;

    const string PublishBatchSignature =
        "publishBatch((bytes32,bytes32,uint256[8],uint256[])[],(bytes32,bytes32,uint256[24],uint256[])[],"
        + "(bytes32,bytes32,bytes32,bytes32)[])";

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

    /// <summary>Has a plonk proof verified by the circuit's verifier contract and publishes it. Reverts if the id was published or attested before.</summary>
    /// <exception cref="ArgumentException">The proof has not 24 words.</exception>
    public static byte[] PublishPlonk(PlonkPublication publication) =>
        AddMembers(AbiWriter.Function("publishPlonk(bytes32,bytes32,uint256[24],uint256[])"), publication).ToArray();

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
    /// <param name="plonkPublications">Published after the publications.</param>
    /// <param name="attestations">Recorded after both.</param>
    /// <exception cref="ArgumentException">There is no item, there are more than <see cref="LargestBatch"/>, or a proof has another number of words than its system.</exception>
    public static byte[] PublishBatch(
        IReadOnlyCollection<Groth16Publication> publications,
        IReadOnlyCollection<PlonkPublication> plonkPublications,
        IReadOnlyCollection<ProofAttestation> attestations
    )
    {
        var size = publications.Count + plonkPublications.Count + attestations.Count;
        if (size is 0 or > LargestBatch)
            throw new ArgumentException($"A batch has 1 to {LargestBatch} items, not {size}.", nameof(publications));

        return AbiWriter
            .Function(PublishBatchSignature)
            .AddStructArray([.. publications.Select(item => AddMembers(AbiWriter.Arguments(), item))])
            .AddStructArray([.. plonkPublications.Select(item => AddMembers(AbiWriter.Arguments(), item))])
            .AddStructArray([.. attestations.Select(item => AddMembers(AbiWriter.Arguments(), item))])
            .ToArray();
    }

    /// <summary>What <see cref="PublishBatch"/> returned: for each item, in their order, why it is refused; null if it is recorded.</summary>
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
            .Add(NullifierIndex(circuit.NullifierIndex))
            .ToArray();

    /// <summary>Registers for good the contract that verifies a circuit's plonk proofs; one with the same code again changes nothing. For the owner only, who vouches for the contract.</summary>
    /// <param name="circuitId">From <see cref="RegistryIds.Circuit"/>.</param>
    /// <param name="signalCount">Public signals of the circuit, 1 to 1024.</param>
    /// <param name="nullifierIndex">Which public signal is the nullifier, from 0; null if none is.</param>
    public static byte[] RegisterVerifier(Bytes32 circuitId, Address verifier, int signalCount, int? nullifierIndex) =>
        AbiWriter
            .Function("registerVerifier(bytes32,address,uint256,uint256)")
            .Add(circuitId)
            .Add(verifier)
            .Add(signalCount)
            .Add(NullifierIndex(nullifierIndex))
            .ToArray();

    /// <summary>A batch without items, which every caller of the contract may try and which always reverts: with <c>BatchSizeInvalid</c> or <c>NotPublisher</c> if the contract has this very function.</summary>
    internal static byte[] EmptyBatch() =>
        AbiWriter.Function(PublishBatchSignature).AddStructArray([]).AddStructArray([]).AddStructArray([]).ToArray();

    /// <summary>Appoints or dismisses a publisher. For the owner only.</summary>
    public static byte[] SetPublisher(Address publisher, bool allowed) =>
        AbiWriter.Function("setPublisher(address,bool)").Add(publisher).Add(allowed).ToArray();

    static BigInteger NullifierIndex(int? index) => index is { } known ? known : UInt256.MaxValue;

    static AbiWriter AddMembers(AbiWriter writer, Groth16Publication publication) =>
        writer
            .Add(publication.ProofId)
            .Add(publication.CircuitId)
            .AddFixedArray(Words(publication.Proof, Groth16Encoding.ProofWords))
            .AddArray(publication.PublicSignals);

    static AbiWriter AddMembers(AbiWriter writer, PlonkPublication publication) =>
        writer
            .Add(publication.ProofId)
            .Add(publication.CircuitId)
            .AddFixedArray(Words(publication.Proof, PlonkEncoding.ProofWords))
            .AddArray(publication.PublicSignals);

    static IReadOnlyCollection<BigInteger> Words(IReadOnlyCollection<BigInteger> proof, int count) =>
        proof.Count == count
            ? proof
            : throw new ArgumentException($"A proof has {count} words, not {proof.Count}.", nameof(proof));

    static AbiWriter AddMembers(AbiWriter writer, ProofAttestation attestation) =>
        writer
            .Add(attestation.ProofId)
            .Add(attestation.CircuitId)
            .Add(attestation.ProofSystem)
            .Add(attestation.ProofHash);
}
