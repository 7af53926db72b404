using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Testing.Publishing;

/// <summary>
/// Real proofs to publish: 32 groth16 proofs, by snarkjs, of the circuit that the contract's tests have, and as many
/// commitments as are wanted. The circuit is registered without a nullifier, so that each proof can be published again under
/// another id.
/// </summary>
public static class VerifiedProofs
{
    const string Groth16System = "groth16";
    const string CommitmentSystem = "commitment";

    internal const string CircuitName = "product";
    internal const int CircuitVersion = 1;

    static readonly JsonNode Fixture = JsonNode.Parse(
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Infra, "chain", "test", "fixtures", "product.json"))
    )!;

    static readonly JsonArray Proofs = Fixture["batch"]!.AsArray();

    /// <summary>What the registry must know before groth16 proofs are published.</summary>
    public static CircuitRegistration Circuit { get; } =
        new(
            RegistryIds.Circuit(CircuitName, $"{CircuitVersion}"),
            Groth16Encoding.VerificationKey(JsonSerializer.SerializeToElement(Fixture["verificationKey"])),
            NullifierIndex: null
        );

    /// <summary>Under a new id.</summary>
    /// <param name="number">Any; the proofs repeat after 32.</param>
    public static VerifiedProof Groth16(int number)
    {
        var proof = Proofs[number % Proofs.Count]!;
        return New(Groth16System, proof["proof"]!, proof["publicSignals"]!);
    }

    /// <summary>A commitment of its own, which the registry can only attest.</summary>
    public static VerifiedProof Commitment()
    {
        var commitment = new JsonObject { ["commitment"] = RandomNumberGenerator.GetHexString(64, lowercase: true) };
        return New(CommitmentSystem, commitment, new JsonArray("7"));
    }

    /// <summary>Groth16 proofs and commitments by turns.</summary>
    public static IReadOnlyList<VerifiedProof> Mixed(int count) =>
        [.. Enumerable.Range(0, count).Select(number => number % 2 == 0 ? Groth16(number / 2) : Commitment())];

    /// <summary>A groth16 proof as the registry's functions take it, under a new id.</summary>
    /// <inheritdoc cref="Groth16" path="/param"/>
    public static Groth16Publication Publication(int number)
    {
        var proof = Proofs[number % Proofs.Count]!;
        return new Groth16Publication(
            RegistryIds.Proof(Guid.NewGuid()),
            Circuit.CircuitId,
            Groth16Encoding.Proof(JsonSerializer.SerializeToElement(proof["proof"])),
            Groth16Encoding.PublicSignals(JsonSerializer.SerializeToElement(proof["publicSignals"]))
        );
    }

    /// <summary>An attestation as the registry's functions take it, under a new id.</summary>
    public static ProofAttestation Attestation() =>
        new(
            RegistryIds.Proof(Guid.NewGuid()),
            Circuit.CircuitId,
            RegistryIds.ProofSystem(CommitmentSystem),
            new Bytes32(RandomNumberGenerator.GetBytes(Bytes32.Length))
        );

    static VerifiedProof New(string proofSystem, JsonNode proof, JsonNode publicSignals)
    {
        var document = new JsonObject
        {
            ["proof_system"] = proofSystem,
            ["circuit"] = CircuitName,
            ["circuit_version"] = CircuitVersion,
            ["proof"] = proof.DeepClone(),
            ["public_signals"] = publicSignals.DeepClone(),
        };
        return new VerifiedProof(Guid.CreateVersion7(), proofSystem, JsonSerializer.SerializeToUtf8Bytes(document));
    }
}
