using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Tests.Support;

namespace ProofSaga.Intake.Tests.Secrets;

/// <summary>Invariant 5: no witness input appears in a log, an answer or a file in the clear.</summary>
[NonParallelizable]
public class WitnessSecrecyTests
{
    [Test]
    public async Task Nothing_that_intake_writes_holds_a_witness_input()
    {
        using var written = new StringWriter();
        var console = Console.Out;
        Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            await using var host = await IntakeHost.StartAsync("--Logging:Level=Verbose");
            var answers = await SubmitAllKindsAsync(host);
            await host.Bus.Publish(
                new SubmitProof
                {
                    ProofId = Guid.NewGuid(),
                    Circuit = "preimage",
                    Client = "relay",
                    Inputs = System.Text.Json.JsonSerializer.SerializeToElement(Submissions.Valid()["inputs"]),
                }
            );
            await host.Answers.NextAcceptedAsync();
            await host.Answers.NextAcceptedAsync();

            var secret = Encoding.UTF8.GetBytes(Submissions.Secret);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(await host.ProofCountAsync(), Is.EqualTo(2), "both were stored");
                Assert.That(answers, Has.None.Contains(Submissions.Secret));
                foreach (var file in host.FilesOnDisk())
                    Assert.That(file.AsSpan().IndexOf(secret), Is.EqualTo(-1));
            }
        }
        finally
        {
            Console.SetOut(console);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(written.ToString(), Does.Contain("1001"), "the log is really listened to");
            Assert.That(written.ToString(), Does.Not.Contain(Submissions.Secret));
        }
    }

    static async Task<List<string>> SubmitAllKindsAsync(IntakeHost host)
    {
        var proofId = Guid.NewGuid();
        var conflict = Submissions.Valid(proofId).With("client", "another");
        var unknownCircuit = Submissions.Valid().With("circuit", "nonesuch");
        var wrongShape = Submissions.Valid();
        wrongShape["inputs"]!["preimage"] = new JsonArray(Submissions.Secret, Submissions.Secret + "x", "3");
        var valueAsName = Submissions.Valid();
        valueAsName["inputs"]![Submissions.Secret] = "1";
        var wrongPlace = Submissions.Valid().With(Submissions.Secret, "1");

        var answers = new List<string>();
        foreach (
            var submission in (JsonObject[])
                [Submissions.Valid(proofId), conflict, unknownCircuit, wrongShape, valueAsName, wrongPlace]
        )
        {
            using var response = await host.Http.PostProofAsync(submission);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        using var brokenJson = await host.Http.PostBytesAsync(
            Encoding.UTF8.GetBytes("{\"inputs\":{\"preimage\":[" + Submissions.Secret + "x]}}")
        );
        answers.Add(await brokenJson.Content.ReadAsStringAsync());
        using var shown = await host.Http.GetProofAsync(proofId.ToString());
        answers.Add(await shown.Content.ReadAsStringAsync());
        return answers;
    }
}
