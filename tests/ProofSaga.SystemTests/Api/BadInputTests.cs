using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ProofSaga.SystemTests.Standalone;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Chain;

namespace ProofSaga.SystemTests.Api;

/// <summary>Whatever is sent to a running host: it says what is wrong, goes on, and keeps the witness to itself.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public class BadInputTests
{
    /// <summary>Long enough that they turn up nowhere by chance; field elements both.</summary>
    static readonly string[] Secrets =
    [
        "31415926535897932384626433832795028841971",
        "27182818284590452353602874713526624977572",
    ];

    readonly StringBuilder answers = new();

    string dataFolder = null!;
    StandaloneProcess host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await ChainToolchain.EnsureAsync();
        dataFolder = Directory.CreateTempSubdirectory("proofsaga-bad-input-").FullName;
        host = await StandaloneProcess.StartAsync(dataFolder, ("LOG_LEVEL", "Debug"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (host is not null)
            await host.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
    }

    static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("unknown circuit", "circuit", submission => submission["circuit"] = "no-such-circuit");
        yield return Case("missing input", "inputs.hash", submission => Inputs(submission).Remove("hash"));
        yield return Case(
            "an input that is no field element",
            "inputs.preimage[1]",
            submission => Inputs(submission)["preimage"] = new JsonArray(Secrets[0], $"not {Secrets[1]}")
        );
        yield return new TestCaseData($$"""{"inputs": {"hash": {{Secrets[0]}}""", "body").SetArgDisplayNames(
            "JSON that is cut off"
        );

        static JsonObject Inputs(JsonObject submission) => submission["inputs"]!.AsObject();

        static TestCaseData Case(string what, string field, Action<JsonObject> spoil)
        {
            var submission = SecretSubmission();
            spoil(submission);
            return new TestCaseData(submission.ToJsonString(), field).SetArgDisplayNames(what);
        }
    }

    [TestCaseSource(nameof(Bad)), Order(1)]
    public async Task Bad_input_is_refused_with_the_name_of_the_field(string body, string field)
    {
        using var response = await host.Api.PostAsync(body);
        var answer = await response.Content.ReadAsStringAsync();
        answers.AppendLine(answer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            var fields = JsonNode.Parse(answer)!["errors"]!.AsObject().Select(error => error.Key);
            Assert.That(fields, Is.EqualTo((string[])[field]), answer);
        }
    }

    [Test, Order(2)]
    public async Task Inputs_that_break_the_constraints_end_as_failed_and_a_good_proof_still_completes()
    {
        var broken = await host.Api.SubmitAsync(SecretSubmission());
        var good = await host.Api.SubmitAsync(Submissions.Groth16(0));

        var end = await host.Api.EndOfAsync(broken);
        answers.AppendLine(await host.Api.GetTextAsync(broken));

        Assert.That((end.Status, end.Error?.Code, end.Attempt), Is.EqualTo(("failed", "constraint_unsatisfied", 1)));
        await PublicationList.AgreesWithAsync(host.RpcUrl, [await host.Api.EndOfAsync(good)]);
    }

    [Test, Order(3)]
    public async Task The_witness_is_in_no_answer_no_log_and_no_file()
    {
        // one that succeeds, so that every stage has had the secret
        var inputs = Submissions.Inputs(3);
        var witness = inputs["preimage"]!.AsArray().Select(value => (string)value!).ToList();
        var proof = await host.Api.EndOfAsync(await host.Api.SubmitAsync(Submissions.Of("groth16", inputs)));
        Assert.That(proof.Status, Is.EqualTo("completed"));
        answers.AppendLine(await host.Api.GetTextAsync(proof.ProofId));

        using (Assert.EnterMultipleScope())
        {
            foreach (var secret in Secrets.Concat(witness))
            {
                Assert.That(answers.ToString(), Does.Not.Contain(secret));
                Assert.That(host.Program.Output, Does.Not.Contain(secret));
                Assert.That(FilesThatHold(secret), Is.Empty);
            }

            // the search itself finds what is there
            Assert.That(FilesThatHold((string)inputs["hash"]!), Is.Not.Empty, "the public signals are in the artifact");
        }
    }

    IEnumerable<string> FilesThatHold(string text) =>
        Directory
            .EnumerateFiles(dataFolder, "*", SearchOption.AllDirectories)
            .Where(file =>
                Path.GetFileName(file) != "lock" && ReadShared(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            );

    static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The right shape; no hash of that preimage.</summary>
    static JsonObject SecretSubmission() =>
        Submissions.Of(
            "groth16",
            new JsonObject { ["preimage"] = new JsonArray(Secrets[0], Secrets[1]), ["hash"] = "1" }
        );
}
