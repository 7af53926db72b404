using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// What a proof becomes on chain: a groth16 proof is verified and published by the registry, a plonk proof too if its circuit
/// has a verifier contract; any other is attested by the SHA-256 of its document, which is also the address of its artifact.
/// </summary>
sealed class RegistryItem
{
    public const string Groth16 = "groth16";
    public const string Plonk = "plonk";
    const int GuidLength = 16;

    readonly Predicate<FilterLog> isSame;

    RegistryItem(Guid proofId, Groth16Publication publication)
    {
        ProofId = proofId;
        RegistryId = publication.ProofId;
        Groth16Publication = publication;
        CallDataBytes = BytesOf(publication.Proof, publication.PublicSignals);
        isSame = log => IsPublished(log, publication.CircuitId, publication.PublicSignals);
    }

    /// <param name="earlier">How the proof would have been attested before the verifier was registered, which counts as well.</param>
    RegistryItem(Guid proofId, PlonkPublication publication, ProofAttestation earlier)
    {
        ProofId = proofId;
        RegistryId = publication.ProofId;
        PlonkPublication = publication;
        CallDataBytes = BytesOf(publication.Proof, publication.PublicSignals);
        isSame = log => IsPublished(log, publication.CircuitId, publication.PublicSignals) || IsAttested(log, earlier);
    }

    RegistryItem(Guid proofId, ProofAttestation attestation)
    {
        ProofId = proofId;
        RegistryId = attestation.ProofId;
        Attestation = attestation;
        CallDataBytes = 4 * Bytes32.Length;
        isSame = log => IsAttested(log, attestation);
    }

    public Guid ProofId { get; }

    /// <summary>What the registry calls the proof.</summary>
    public Bytes32 RegistryId { get; }

    /// <summary>null for one that is attested, or of another system.</summary>
    public Groth16Publication? Groth16Publication { get; }

    /// <summary>null for one that is attested, or of another system.</summary>
    public PlonkPublication? PlonkPublication { get; }

    /// <summary>null for one that is verified on chain.</summary>
    public ProofAttestation? Attestation { get; }

    /// <summary>What the item adds to the call data of a batch.</summary>
    public int CallDataBytes { get; }

    /// <param name="work">With its document.</param>
    /// <param name="plonkCircuits">Ids of the circuits with a verifier contract.</param>
    /// <exception cref="PublicationException">The document is no proof document, or not of this job: permanent.</exception>
    public static RegistryItem For(ProofWork work, IReadOnlySet<Bytes32> plonkCircuits)
    {
        try
        {
            var document = ProofDocument.Parse(work.Document!.Value.Span);
            if (
                (document.ProofSystem, document.Circuit, document.CircuitVersion)
                != (work.ProofSystem, work.Circuit, work.CircuitVersion)
            )
                throw new FormatException("The proof document is of another circuit or proof system than the job.");

            return document.ProofSystem switch
            {
                Groth16 => Publish(work, document),
                Plonk when plonkCircuits.Contains(CircuitId(work)) => PublishPlonk(work, document),
                _ => new RegistryItem(work.ProofId, AttestationOf(work)),
            };
        }
        catch (FormatException wrong)
        {
            throw new PublicationException(FailureCodes.DocumentInvalid, wrong.Message, wrong);
        }
    }

    public static Bytes32 CircuitId(string circuit, int version) => RegistryIds.Circuit(circuit, version.ToString());

    /// <summary>The reverse of <see cref="RegistryIds.Proof"/>; null for an id that was not made from a UUID.</summary>
    public static Guid? ToProofId(Bytes32 id)
    {
        var bytes = id.ToArray();
        return bytes.AsSpan(GuidLength).ContainsAnyExcept((byte)0)
            ? null
            : new Guid(bytes.AsSpan(0, GuidLength), bigEndian: true);
    }

    /// <summary>Is this the registry's event of this proof, and does it say what this item would make it say?</summary>
    public bool IsRecordedBy(FilterLog log) => IsAbout(log) && isSame(log);

    /// <summary>Is this an event of this proof?</summary>
    public bool IsAbout(FilterLog log) => log.Topics is [_, var proofId, ..] && proofId == RegistryId;

    static RegistryItem Publish(ProofWork work, ProofDocument document) =>
        new(
            work.ProofId,
            new Groth16Publication(
                RegistryIds.Proof(work.ProofId),
                CircuitId(work),
                Groth16Encoding.Proof(document.Proof),
                Groth16Encoding.PublicSignals(JsonSerializer.SerializeToElement(document.PublicSignals))
            )
        );

    static RegistryItem PublishPlonk(ProofWork work, ProofDocument document) =>
        new(
            work.ProofId,
            new PlonkPublication(
                RegistryIds.Proof(work.ProofId),
                CircuitId(work),
                PlonkEncoding.Proof(document.Proof),
                PlonkEncoding.PublicSignals(JsonSerializer.SerializeToElement(document.PublicSignals))
            ),
            AttestationOf(work)
        );

    static ProofAttestation AttestationOf(ProofWork work) =>
        new(
            RegistryIds.Proof(work.ProofId),
            CircuitId(work),
            RegistryIds.ProofSystem(work.ProofSystem),
            new Bytes32(SHA256.HashData(work.Document!.Value.Span))
        );

    static Bytes32 CircuitId(ProofWork work) => CircuitId(work.Circuit, work.CircuitVersion);

    // besides proof and signals: the item's offset, its two ids, the offset and the length of the signals
    static int BytesOf(IReadOnlyCollection<BigInteger> proof, IReadOnlyCollection<BigInteger> publicSignals) =>
        (5 + proof.Count + publicSignals.Count) * Bytes32.Length;

    static bool IsPublished(FilterLog log, Bytes32 circuitId, IEnumerable<BigInteger> publicSignals) =>
        ProofPublishedEvent.TryParse(log) is { } published
        && published.CircuitId == circuitId
        && published.PublicSignals.SequenceEqual(publicSignals);

    static bool IsAttested(FilterLog log, ProofAttestation attestation) =>
        ProofAttestedEvent.TryParse(log) is { } attested
        && attested.CircuitId == attestation.CircuitId
        && attested.ProofSystem == attestation.ProofSystem
        && attested.ProofHash == attestation.ProofHash;
}
