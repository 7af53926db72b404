using System.Net;
using System.Text.Json.Nodes;
using ProofSaga.Intake.Tests.Support;

namespace ProofSaga.Intake.Tests.Api;

public class BadSubmissionsTests
{
    IntakeHost host = null!;

    [OneTimeSetUp]
    public async Task Start() => host = await IntakeHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await host.DisposeAsync();

    static IEnumerable<TestCaseData> WrongMembers()
    {
        yield return Case("proof_id", "00000000-0000-0000-0000-000000000000");
        yield return Case("proof_id", "12345");
        yield return Case("proof_id", 7);
        yield return Case("circuit", "nonesuch", "preimage");
        yield return Case("circuit", null, "preimage");
        yield return Case("circuit", 5);
        yield return Case("proof_system", "stark", "groth16, commitment");
        yield return Case("proof_system", new JsonArray());
        yield return Case("inputs", null);
        yield return Case("inputs", "text");
        yield return Case("inputs.preimage", Inputs("preimage", null));
        yield return Case("inputs.preimage", Inputs("preimage", new JsonArray("1")));
        yield return Case("inputs.preimage[1]", Inputs("preimage", new JsonArray("1", "not a number")));
        yield return Case("inputs.preimage[0]", Inputs("preimage", new JsonArray(new string('9', 90), "1")));
        yield return Case("inputs.hash", Inputs("hash", 1.5));
        yield return Case("inputs.extra", Inputs("extra", "1"));
        yield return Case("client", "");
        yield return Case("client", "  ");
        yield return Case("client", "two\nlines");
        yield return Case("client", new string('c', 129), "128");
        yield return Case("client", false);
        yield return Case("metadata", new JsonArray());
        yield return Case("metadata", Entries(33), "32");
        yield return Case("metadata", new JsonObject { [new string('k', 65)] = "v" }, "64");
        yield return Case("metadata.note", new JsonObject { ["note"] = new string('v', 1025) }, "1024");
        yield return Case("metadata.note", new JsonObject { ["note"] = 1 });
        yield return Case("callback_url", "/relative");
        yield return Case("callback_url", "ftp://host/file");
        yield return Case("callback_url", "https://host/" + new string('p', 2048));
        yield return Case("priority", "urgent", "normal, high, low");
        yield return Case("priority", 1);
        yield return Case("publish", "yes");
        yield return Case("attachments", new JsonArray(new JsonObject { ["name"] = "image" }));
        yield return Case("attachments", "image");
        yield return Case("signature", new JsonObject { ["algorithm"] = "ES256" });
        yield return Case("colour", "red");
    }

    [TestCaseSource(nameof(WrongMembers))]
    public async Task A_wrong_member_is_named(string field, string member, JsonNode? value, string hint)
    {
        using var response = await host.Http.PostProofAsync(Submissions.Valid().With(member, value?.DeepClone()));
        var problem = await response.JsonAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(400));
            Assert.That(problem.Fields(), Is.EqualTo(new[] { field }));
            Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Does.Contain(hint));
            Assert.That(await host.ProofCountAsync(), Is.Zero);
            Assert.That(await host.MessagesEverStoredAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var submission = Submissions
            .Valid(Guid.Empty)
            .With("client", "")
            .With("priority", 9)
            .With("proof_system", "stark")
            .With("callback_url", "mailto:x@example.org")
            .With("colour", "red");
        submission["inputs"]!["preimage"]![0] = "x";
        submission["inputs"]!["hash"] = null;

        using var response = await host.Http.PostProofAsync(submission);

        Assert.That(
            (await response.JsonAsync()).Fields(),
            Is.EquivalentTo(
                new[]
                {
                    "proof_id",
                    "client",
                    "priority",
                    "proof_system",
                    "callback_url",
                    "colour",
                    "inputs.preimage[0]",
                    "inputs.hash",
                }
            )
        );
    }

    static TestCaseData Case(string field, JsonNode? value, string hint = "")
    {
        var member = field.Split('.')[0];
        return new TestCaseData(field, member, value, hint).SetArgDisplayNames(field, Shorten(value));
    }

    static string Shorten(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    static JsonObject Inputs(string name, JsonNode? value)
    {
        var inputs = (JsonObject)Submissions.Valid()["inputs"]!.DeepClone();
        if (value is null)
            inputs.Remove(name);
        else
            inputs[name] = value;
        return inputs;
    }

    static JsonObject Entries(int count) =>
        new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"key{i}", (JsonNode?)"value")));
}
