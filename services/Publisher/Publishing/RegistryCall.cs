using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// What a proof becomes on chain: a groth16 proof is verified and published by the registry, a plonk proof by the registry
/// too if its circuit has a verifier contract; any other is attested by the SHA-256 of its document, which is also the
/// address of its artifact.
/// </summary>
sealed class RegistryCall
{
    public const string Groth16 = "groth16";
    public const string Plonk = "plonk";
    const int GuidLength = 16;

    readonly Predicate<FilterLog> isSame;

    RegistryCall(Bytes32 proofId, byte[] data, Predicate<FilterLog> isSame)
    {
        ProofId = proofId;
        Data = data;
        this.isSame = isSame;
    }

    public Bytes32 ProofId { get; }

    /// <summary>Call data for the registry.</summary>
    public byte[] Data { get; }

    /// <param name="work">With its document.</param>
    /// <param name="plonkCircuits">Ids of the circuits with a verifier contract; null: none.</param>
    /// <exception cref="PublicationException">The document is no proof document, or not of this job: permanent.</exception>
    public static RegistryCall For(ProofWork work, IReadOnlySet<Bytes32>? plonkCircuits = null)
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
                Plonk when HasVerifier(work, plonkCircuits) => PublishPlonk(work, document),
                _ => Attest(work),
            };
        }
        catch (FormatException wrong)
        {
            throw new PublicationException(
                PublicationErrorCodes.DocumentInvalid,
                wrong.Message,
                isTransient: false,
                wrong
            );
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

    /// <summary>Is this the registry's event of this proof, and does it say what this call would make it say?</summary>
    public bool IsRecordedBy(FilterLog log) => log.Topics is [_, var proofId, ..] && proofId == ProofId && isSame(log);

    static RegistryCall Publish(ProofWork work, ProofDocument document)
    {
        var proofId = RegistryIds.Proof(work.ProofId);
        var circuitId = CircuitId(work.Circuit, work.CircuitVersion);
        var signals = Groth16Encoding.PublicSignals(JsonSerializer.SerializeToElement(document.PublicSignals));
        var data = ProofRegistryCalls.Publish(proofId, circuitId, Groth16Encoding.Proof(document.Proof), signals);
        return new RegistryCall(proofId, data, log => IsPublished(log, circuitId, signals));
    }

    static bool HasVerifier(ProofWork work, IReadOnlySet<Bytes32>? plonkCircuits) =>
        plonkCircuits?.Contains(CircuitId(work.Circuit, work.CircuitVersion)) == true;

    /// <summary>An attestation from before the verifier was registered counts as well.</summary>
    static RegistryCall PublishPlonk(ProofWork work, ProofDocument document)
    {
        var publication = new PlonkPublication(
            RegistryIds.Proof(work.ProofId),
            CircuitId(work.Circuit, work.CircuitVersion),
            PlonkEncoding.Proof(document.Proof),
            PlonkEncoding.PublicSignals(JsonSerializer.SerializeToElement(document.PublicSignals))
        );
        var attestation = Attest(work);
        return new RegistryCall(
            publication.ProofId,
            ProofRegistryCalls.PublishPlonk(publication),
            log => IsPublished(log, publication.CircuitId, publication.PublicSignals) || attestation.isSame(log)
        );
    }

    static RegistryCall Attest(ProofWork work)
    {
        var proofId = RegistryIds.Proof(work.ProofId);
        var circuitId = CircuitId(work.Circuit, work.CircuitVersion);
        var proofSystem = RegistryIds.ProofSystem(work.ProofSystem);
        var proofHash = new Bytes32(SHA256.HashData(work.Document!.Value.Span));
        var data = ProofRegistryCalls.Attest(proofId, circuitId, proofSystem, proofHash);
        return new RegistryCall(proofId, data, log => IsAttested(log, circuitId, proofSystem, proofHash));
    }

    static bool IsPublished(FilterLog log, Bytes32 circuitId, IEnumerable<BigInteger> signals) =>
        ProofPublishedEvent.TryParse(log) is { } published
        && published.CircuitId == circuitId
        && published.PublicSignals.SequenceEqual(signals);

    static bool IsAttested(FilterLog log, Bytes32 circuitId, Bytes32 proofSystem, Bytes32 proofHash) =>
        ProofAttestedEvent.TryParse(log) is { } attested
        && attested.CircuitId == circuitId
        && attested.ProofSystem == proofSystem
        && attested.ProofHash == proofHash;
}
