using System.Text.Json;
using ProofSaga.Cli.Api;

namespace ProofSaga.Cli.Demo;

/// <summary>Three groth16 proofs with different inputs and one commitment, from the circuit's own examples.</summary>
static class DemoSubmissions
{
    const string Circuit = "preimage";

    public static IReadOnlyList<ProofSubmission> Load()
    {
        var path = Path.Combine(Repository.Root, "infra", "circuits", Circuit, "examples.json");
        using var examples = JsonDocument.Parse(File.ReadAllBytes(path));
        string[] proofSystems = ["groth16", "groth16", "groth16", "commitment"];
        return
        [
            .. proofSystems.Zip(
                examples.RootElement.EnumerateArray(),
                (proofSystem, inputs) => new ProofSubmission(Circuit, proofSystem, inputs.Clone())
            ),
        ];
    }
}
