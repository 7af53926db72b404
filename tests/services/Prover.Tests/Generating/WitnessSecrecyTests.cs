using System.Text.Json;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Tests.Host;

namespace ProofSaga.Prover.Tests.Generating;

/// <summary>A witness stays between the database and the prover.</summary>
sealed class WitnessSecrecyTests
{
    const string First = "123456789";
    const string Second = "987654321";

    [TestCase("groth16")]
    [TestCase("commitment")]
    public async Task Neither_a_log_nor_a_message_holds_a_witness_value_of_a_proof(string proofSystem)
    {
        await using var prover = await ProverService.StartAsync();
        var inputs = Examples.All.Single(example => example.GetProperty("preimage")[0].GetString() == First);
        var proofId = await prover.AddProofAsync(proof => proof.ProofSystem = proofSystem, inputs);

        await prover.GenerateAsync(proofId);
        await prover.SetAsync(proofId, proof => proof.Status = ProofStatus.Generated);
        await prover.OrderCheckAsync(proofId);
        await prover.Answers.NextAsync<ProofVerified>(proofId);

        AssertNothingIsTold(prover, proofId);
    }

    [TestCase("hash", "7")]
    [TestCase("preimage", $"{First}, {Second}")]
    public async Task Neither_does_one_of_a_failure(string member, string value)
    {
        await using var prover = await ProverService.StartAsync();
        // the first breaks a constraint, the second is no preimage at all
        object inputs =
            member == "hash" ? new { preimage = new[] { First, Second }, hash = value } : new { preimage = value };
        var proofId = await prover.AddProofAsync(
            proof => proof.ProofSystem = "groth16",
            JsonSerializer.SerializeToElement(inputs)
        );

        await prover.FailAsync(proofId);

        AssertNothingIsTold(prover, proofId);
    }

    static void AssertNothingIsTold(ProverService prover, Guid proofId)
    {
        var messages = string.Join('\n', prover.Answers.All.Select(answer => JsonSerializer.Serialize(answer)));
        Assert.That(messages, Does.Contain($"{proofId}"));
        Assert.That(prover.Log.Everything, Does.Contain($"{proofId}"));
        Assert.Multiple(() =>
        {
            foreach (var secret in new[] { First, Second })
            {
                Assert.That(messages, Does.Not.Contain(secret));
                Assert.That(prover.Log.Everything, Does.Not.Contain(secret));
            }
        });
    }
}
