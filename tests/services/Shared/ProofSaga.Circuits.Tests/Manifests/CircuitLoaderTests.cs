using System.Text.Json.Nodes;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Testing.Circuits;

namespace ProofSaga.Circuits.Tests.Manifests;

public class CircuitLoaderTests
{
    CircuitCopy circuit = null!;

    [SetUp]
    public void CopyCircuit() => circuit = new CircuitCopy();

    [TearDown]
    public void DeleteCopy() => circuit.Dispose();

    [Test]
    public void The_shipped_preimage_circuit_is_sound()
    {
        var load = CircuitLoader.Load(circuit.Folder);

        Assert.That(load.Problems, Is.Empty);
        var manifest = load.Manifest!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(manifest.Name, Is.EqualTo("preimage"));
            Assert.That(manifest.Version, Is.EqualTo(1));
            Assert.That(manifest.Inputs.Select(input => input.Name), Is.EqualTo(new[] { "preimage", "hash" }));
            Assert.That(manifest.Inputs[0].Shape, Is.EqualTo(new[] { 2 }));
            Assert.That(manifest.Inputs[1].Visibility, Is.EqualTo(SignalVisibility.Public));
            Assert.That(manifest.PublicSignals, Is.EqualTo(new[] { "hash" }));
            Assert.That(manifest.NullifierIndex, Is.Null);
            Assert.That(manifest.DefaultProofSystem.Name, Is.EqualTo("groth16"));
            Assert.That(manifest.DefaultProofSystem.Timeout, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(manifest.FindProofSystem("commitment")!.Artifacts, Is.Empty);
            Assert.That(manifest.Ceremony, Does.StartWith("development"));
        }
    }

    [Test]
    public void A_key_without_a_phase_2_contribution_is_refused()
    {
        circuit.EditVerificationKey(key => key["vk_delta_2"] = key["vk_gamma_2"]!.DeepClone());

        Assert.That(Problems(), Has.One.StartsWith("artifacts/verification_key.json: vk_delta_2: equals vk_gamma_2"));
    }

    [Test]
    public void A_key_for_another_number_of_public_signals_is_refused()
    {
        circuit.EditManifest(manifest => manifest["public_signals"]!.AsArray().Add("another"));

        Assert.That(
            Problems(),
            Has.One.EqualTo("artifacts/verification_key.json: nPublic: is 1, but the manifest names 2 public signals")
        );
    }

    [Test]
    public void An_artifact_that_was_changed_is_found_by_its_hash()
    {
        File.AppendAllText(Path.Combine(circuit.Folder, "artifacts", "preimage.zkey"), "x");

        Assert.That(Problems(), Has.One.StartsWith("artifacts/preimage.zkey: has the SHA-256 "));
    }

    [Test]
    public void An_artifact_that_is_missing_is_named()
    {
        File.Delete(Path.Combine(circuit.Folder, "artifacts", "preimage.wasm"));

        Assert.That(Problems(), Has.One.StartsWith("artifacts/preimage.wasm: cannot be read (groth16, wasm)"));
    }

    [Test]
    public void An_artifact_outside_the_circuits_folder_is_refused()
    {
        circuit.EditManifest(manifest => Wasm(manifest)["path"] = "../../etc/passwd");

        Assert.That(
            Problems(),
            Has.One.EqualTo("circuit.json: proof_systems[0].artifacts.wasm.path: must lie inside the circuit's folder")
        );
    }

    [Test]
    public void All_problems_are_told_at_once()
    {
        circuit.EditManifest(manifest =>
        {
            manifest["name"] = "Other";
            manifest["version"] = 0;
            manifest["inputs"]![0]!["shape"] = new JsonArray(0);
            manifest["inputs"]![1]!["visibility"] = "secret";
            manifest["nullifer"] = "hash";
            Wasm(manifest)["sha256"] = "ABC";
        });

        Assert.That(
            Problems().Select(problem => string.Join(':', problem.Split(':')[..2])),
            Is.EquivalentTo(
                new[]
                {
                    "circuit.json: nullifer",
                    "circuit.json: version",
                    "circuit.json: inputs[0].shape",
                    "circuit.json: inputs[1].visibility",
                    "circuit.json: proof_systems[0].artifacts.wasm.sha256",
                }
            )
        );
    }

    [TestCase("name", "\"other\"", "must be the folder's name")]
    [TestCase("nullifier", "\"preimage\"", "must be one of the public signals")]
    [TestCase("public_signals", "[]", "the public input 'hash' is missing")]
    [TestCase("public_signals", "[\"hash\", \"hash\"]", "'hash' is named twice")]
    [TestCase("proof_systems", "[]", "must hold at least one proof system")]
    [TestCase("inputs", "[]", "must hold at least one input")]
    [TestCase("description", "7", "must be a string")]
    public void A_wrong_value_is_named_by_its_key(string key, string json, string problem)
    {
        circuit.EditManifest(manifest => manifest[key] = JsonNode.Parse(json));

        Assert.That(Problems(), Has.Some.StartsWith($"circuit.json: {key}").And.Contains(problem));
    }

    [TestCase("{\"name\": ")]
    [TestCase("{\"name\": \"a\", \"name\": \"b\"}")]
    [TestCase("[]")]
    [TestCase("{\"name\": \"\\ud800\"}")]
    public void What_is_no_manifest_at_all_is_a_problem_and_no_exception(string json)
    {
        File.WriteAllText(circuit.ManifestPath, json);

        Assert.That(Problems(), Has.Some.StartsWith("circuit.json: "));
    }

    static JsonNode Wasm(JsonObject manifest) => manifest["proof_systems"]![0]!["artifacts"]!["wasm"]!;

    IReadOnlyList<string> Problems()
    {
        var load = CircuitLoader.Load(circuit.Folder);
        Assert.That(load.IsSound, Is.False);
        return load.Problems;
    }
}
