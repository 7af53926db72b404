using System.Net;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Circuits;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Standalone;

/// <summary>One is published; no gas is spent on the other, and it is told which one that is.</summary>
public class When_two_proofs_have_one_nullifier
{
    [OneTimeSetUp]
    public Task Prepare() => ChainToolchain.EnsureAsync();

    [Test]
    public async Task One_is_published_and_the_dead_letter_of_the_other_names_it()
    {
        using var folder = new TemporaryFolder();
        using var circuit = CircuitCopy.WithNullifier();
        await using var host = await StandaloneProcess.StartAsync(
            folder.Path,
            ("InfraDirectory", circuit.InfraDirectory)
        );
        var submissions = new[] { Submissions.Groth16(0), Submissions.Groth16(0) };

        var proofIds = await Task.WhenAll(submissions.Select(host.Api.SubmitAsync));
        var ends = await host.Api.EndsOfAsync(proofIds);
        var published = ends.Single(proof => proof.Status == "completed");
        var refused = ends.Single(proof => proof.Status == "failed");
        var letters = await Eventually.GetAsync(
            async () =>
                (await host.Api.SendAsync(HttpMethod.Get, $"dead-letters?proof_id={refused.ProofId}")).Body[
                    "items"
                ]!.AsArray(),
            items => items.Count > 0,
            "the dead letter is stored"
        );
        var third = await host.Api.SendAsync(HttpMethod.Post, "proofs", Submissions.Groth16(0));

        await PublicationList.AgreesWithAsync(host.RpcUrl, [published]);
        var letter = letters.Single()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(letter["stage"]!.GetValue<string>(), Is.EqualTo("verify"));
            Assert.That(letter["code"]!.GetValue<string>(), Is.EqualTo("nullifier_reserved"));
            Assert.That(letter["error"]!.GetValue<string>(), Does.Contain($"by proof {published.ProofId}"));
            Assert.That(third.Status, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(
                third.Body["errors"]!["inputs.hash"]![0]!.GetValue<string>(),
                Is.EqualTo($"nullifier already spent by proof {published.ProofId}")
            );
        }
    }
}
