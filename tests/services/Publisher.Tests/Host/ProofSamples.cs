using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Publisher.Tests.Host;

/// <summary>Real proofs to publish.</summary>
static class ProofSamples
{
    /// <summary>A groth16 proof of the shipped <c>preimage</c> circuit. Made by snarkjs from its first example.</summary>
    public static ProofDocument Preimage { get; } =
        ProofDocument.Parse(
            File.ReadAllBytes(Fixture("tests", "services", "Publisher.Tests", "Fixtures", "preimage-proof.json"))
        );

    /// <summary>A groth16 proof of the product fixture's circuit, whose second public signal is a nullifier.</summary>
    /// <param name="name"><c>threeTimesEleven</c>; <c>threeTimesFour</c> has the same nullifier.</param>
    public static ProofDocument Product(string name)
    {
        var proof = ProductFixture["proofs"]![name]!;
        return new ProofDocument(
            "groth16",
            "product",
            1,
            JsonSerializer.SerializeToElement(proof["proof"]),
            [.. proof["publicSignals"]!.AsArray().Select(signal => signal!.GetValue<string>())]
        );
    }

    /// <summary>A plonk proof of the product fixture's circuit.</summary>
    /// <param name="name">As for <see cref="Product"/>: a proof of either system has the same public signals.</param>
    public static ProofDocument ProductOfPlonk(string name)
    {
        var (proof, signals) = ProductPlonk.Proof(name);
        return new ProofDocument(
            "plonk",
            "product",
            1,
            proof,
            [.. signals.EnumerateArray().Select(signal => signal.GetString()!)]
        );
    }

    public static CircuitRegistration ProductCircuit { get; } =
        new(
            RegistryItem.CircuitId("product", 1),
            Groth16Encoding.VerificationKey(JsonSerializer.SerializeToElement(ProductFixture["verificationKey"])),
            NullifierIndex: 1
        );

    /// <summary>A proof of a system that no contract verifies.</summary>
    public static ProofDocument Commitment() =>
        new(
            "commitment",
            "preimage",
            1,
            JsonSerializer.SerializeToElement(new { commitment = Guid.NewGuid().ToString("N") }),
            ["7"]
        );

    /// <summary>What becomes of the document on chain under this proof id.</summary>
    public static RegistryItem Item(Guid proofId, ProofDocument document) =>
        RegistryItem.For(
            new ProofWork(
                proofId,
                document.Circuit,
                document.CircuitVersion,
                document.ProofSystem,
                ProofStatus.Publishing,
                Attempt: 1,
                Inputs: null,
                document.ToUtf8Json(),
                ArtifactSha256: null,
                GenerationTime: default
            ),
            plonkCircuits: new HashSet<Bytes32>()
        );

    static JsonNode ProductFixture =>
        JsonNode.Parse(File.ReadAllBytes(Fixture("infra", "chain", "test", "fixtures", "product.json")))!;

    static string Fixture(params string[] path) => Path.Combine([RepositoryRoot.Path, .. path]);
}
