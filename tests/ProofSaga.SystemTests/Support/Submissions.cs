using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Contracts.Submission;
using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Support;

/// <summary>Submissions of the shipped <c>preimage</c> circuit, with the inputs that lie beside it.</summary>
static class Submissions
{
    static readonly JsonArray Examples = JsonNode
        .Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot.Infra, "circuits", "preimage", "examples.json")))!
        .AsArray();

    public static JsonObject Groth16(int number) => Of("groth16", Inputs(number));

    public static JsonObject Commitment(int number) => Of("commitment", Inputs(number));

    /// <param name="number">Any; the examples repeat.</param>
    public static JsonObject Inputs(int number) => Examples[number % Examples.Count]!.DeepClone().AsObject();

    public static JsonObject Of(string proofSystem, JsonObject inputs) =>
        new()
        {
            ["proof_id"] = Guid.NewGuid().ToString(),
            ["circuit"] = "preimage",
            ["proof_system"] = proofSystem,
            ["inputs"] = inputs,
            ["client"] = "tests",
        };

    /// <summary>The same as a message for a bus.</summary>
    public static SubmitProof Message(string proofSystem, JsonObject inputs) =>
        new()
        {
            ProofId = Guid.NewGuid(),
            Circuit = "preimage",
            ProofSystem = proofSystem,
            Inputs = JsonSerializer.SerializeToElement(inputs),
            Client = "upstream",
        };
}
