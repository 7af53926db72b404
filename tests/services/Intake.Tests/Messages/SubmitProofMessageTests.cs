using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Messages;
using ProofSaga.Intake.Tests.Support;

namespace ProofSaga.Intake.Tests.Messages;

public class SubmitProofMessageTests
{
    static readonly Uri Queue = new("queue:submit-proof");

    IntakeHost host = null!;

    [SetUp]
    public async Task Start() => host = await IntakeHost.StartAsync();

    [TearDown]
    public async Task Stop() => await host.DisposeAsync();

    [Test]
    public async Task An_envelope_is_accepted_and_stored()
    {
        var message = Message(Guid.NewGuid());

        await host.Bus.Publish(message);

        var accepted = await host.Answers.NextAcceptedAsync();
        var proof = await host.ProofAsync(message.ProofId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(accepted.ProofId, Is.EqualTo(message.ProofId));
            Assert.That(accepted.Priority, Is.EqualTo(ProofPriority.Low));
            Assert.That(accepted.Publish, Is.True);
            Assert.That(proof.Client, Is.EqualTo("relay"));
            Assert.That(proof.Metadata, Is.EqualTo("""{"order":"42"}"""));
            Assert.That(proof.CallbackUrl, Is.EqualTo("https://upstream.example/"));
        }
    }

    [TestCase("proof_id", "proof_system")]
    [TestCase("proofId", "proofSystem")]
    [TestCase("ProofId", "ProofSystem")]
    public async Task Plain_JSON_is_accepted_in_each_spelling(string proofIdName, string proofSystemName)
    {
        var proofId = Guid.NewGuid();
        var message = new JsonObject
        {
            [proofIdName] = proofId.ToString(),
            [proofSystemName] = "commitment",
            ["circuit"] = "preimage",
            ["client"] = "relay",
            ["inputs"] = Submissions.Valid()["inputs"]!.DeepClone(),
        };

        await SendPlainJsonAsync(message);

        var accepted = await host.Answers.NextAcceptedAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(accepted.ProofId, Is.EqualTo(proofId));
            Assert.That(accepted.ProofSystem, Is.EqualTo("commitment"));
        }
    }

    [Test]
    public async Task A_requester_is_answered_and_so_is_a_repeat()
    {
        var message = Message(Guid.NewGuid());

        var first = await RequestAsync(message);
        var second = await RequestAsync(message);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Is<ProofAccepted>(out var accepted), Is.True);
            Assert.That(second.Is<ProofAccepted>(out var repeated), Is.True);
            Assert.That(repeated?.Message, Is.EqualTo(accepted?.Message));
            Assert.That(await host.ProofCountAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_proof_id_with_different_content_is_rejected_as_a_conflict()
    {
        var message = Message(Guid.NewGuid());
        await RequestAsync(message);

        var answer = await RequestAsync(message with { Priority = ProofPriority.High });

        Assert.That(answer.Is<ProofRejected>(out var rejected), Is.True);
        Assert.That(rejected!.Message.Reason, Is.EqualTo(RejectionReason.Conflict));
    }

    [Test]
    public async Task A_bad_submission_is_rejected_to_everybody_and_what_is_behind_it_goes_on()
    {
        var bad = Message(Guid.NewGuid()) with { Circuit = "nonesuch", Client = "" };
        var good = Message(Guid.NewGuid());

        await host.Bus.Publish(bad);
        await host.Bus.Publish(good);

        var rejected = await host.Answers.NextRejectedAsync();
        var accepted = await host.Answers.NextAcceptedAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejected.ProofId, Is.EqualTo(bad.ProofId));
            Assert.That(rejected.Reason, Is.EqualTo(RejectionReason.Invalid));
            Assert.That(rejected.Errors.Select(error => error.Field), Is.EquivalentTo(new[] { "circuit", "client" }));
            Assert.That(accepted.ProofId, Is.EqualTo(good.ProofId));
        }
    }

    [Test]
    public async Task A_message_that_does_not_fit_the_contract_is_rejected_member_by_member()
    {
        await SendPlainJsonAsync(
            new JsonObject
            {
                ["proof_id"] = 5,
                ["circuit"] = new JsonArray(),
                ["priority"] = "urgent",
                ["client"] = "relay",
                ["a_member_of_newer_contracts"] = true,
            }
        );

        var rejected = await host.Answers.NextRejectedAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejected.ProofId, Is.EqualTo(Guid.Empty));
            Assert.That(
                rejected.Errors.Select(error => error.Field),
                Is.EquivalentTo(new[] { "proof_id", "circuit", "priority" })
            );
        }
    }

    [Test]
    public async Task A_proof_without_a_client_is_rejected()
    {
        await host.Bus.Publish(Message(Guid.NewGuid()) with { Client = "" });

        var rejected = await host.Answers.NextRejectedAsync();
        Assert.That(rejected.Errors.Select(error => error.Field), Is.EqualTo(new[] { "client" }));
    }

    async Task<Response<ProofAccepted, ProofRejected>> RequestAsync(SubmitProof message)
    {
        var client = host.Bus.CreateRequestClient<SubmitProof>(RequestTimeout.After(s: 30));
        return await client.GetResponse<ProofAccepted, ProofRejected>(message);
    }

    /// <summary>What a producer without MassTransit sends: the members and nothing around them.</summary>
    async Task SendPlainJsonAsync(JsonObject members)
    {
        var message = JsonSerializer.Deserialize<SubmissionMessage>(members.ToJsonString())!;
        var endpoint = await host.Bus.GetSendEndpoint(Queue);
        await endpoint.Send(
            message,
            context => context.Serializer = new SystemTextJsonRawMessageSerializer(RawSerializerOptions.AnyMessageType)
        );
    }

    static SubmitProof Message(Guid proofId) =>
        new()
        {
            ProofId = proofId,
            Circuit = "preimage",
            Inputs = JsonSerializer.SerializeToElement(Submissions.Valid()["inputs"]),
            Priority = ProofPriority.Low,
            CallbackUrl = new Uri("https://upstream.example/"),
            Client = "relay",
            Metadata = new Dictionary<string, string> { ["order"] = "42" },
        };
}
