using System.Text;
using System.Text.Json.Nodes;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Testing.Hosting;
using RabbitMQ.Client;

namespace ProofSaga.Intake.Tests.Messages;

/// <summary>A producer that knows nothing of MassTransit, on a real broker.</summary>
public class PlainAmqpTests
{
    PlainProducer producer = null!;

    [SetUp]
    public async Task Start() => producer = await PlainProducer.StartAsync();

    [TearDown]
    public async Task Stop() => await producer.DisposeAsync();

    [Test]
    public async Task Plain_JSON_is_accepted_whatever_the_client_says_about_it()
    {
        BasicProperties[] ways =
        [
            new() { ContentType = "application/json" },
            new(),
            new() { ContentType = "application/json; charset=utf-8" },
            new() { ContentType = "application/json", MessageId = "7" },
            new()
            {
                ContentType = "application/json",
                MessageId = $"{Guid.NewGuid()}",
                CorrelationId = "order-42",
            },
            new()
            {
                ContentType = "application/json",
                Headers = new Dictionary<string, object?> { ["x-trace"] = "abc", ["count"] = 3 },
                Persistent = true,
                Type = "SubmitProof",
                AppId = "upstream",
            },
        ];
        var proofIds = ways.Select(_ => Guid.NewGuid()).ToList();

        foreach (var (way, proofId) in ways.Zip(proofIds))
            await producer.SendAsync(Submissions.Valid(proofId).ToJsonString(), way);

        await producer.AcceptsAsync(proofIds);
        Assert.That(await producer.SetAsideAsync(), Is.Empty);
    }

    [Test]
    public async Task Members_are_accepted_in_each_spelling()
    {
        var snake = Submissions.Valid(Guid.NewGuid());
        var pascal = new JsonObject
        {
            ["ProofId"] = $"{Guid.NewGuid()}",
            ["Circuit"] = "preimage",
            ["ProofSystem"] = "groth16",
            ["Inputs"] = snake["inputs"]!.DeepClone(),
            ["CallbackUrl"] = "https://upstream.example/",
            ["Client"] = "relay",
        };
        var camel = new JsonObject
        {
            ["proofId"] = $"{Guid.NewGuid()}",
            ["circuit"] = "preimage",
            ["proofSystem"] = "groth16",
            ["inputs"] = snake["inputs"]!.DeepClone(),
            ["client"] = "relay",
        };

        foreach (var submission in (JsonObject[])[snake, pascal, camel])
            await producer.SendAsync(submission.ToJsonString());

        await producer.AcceptsAsync([IdOf(snake, "proof_id"), IdOf(pascal, "ProofId"), IdOf(camel, "proofId")]);
    }

    [Test]
    public async Task A_repeat_without_a_message_id_is_known_by_its_proof_id()
    {
        var proofId = Guid.NewGuid();
        var submission = Submissions.Valid(proofId).ToJsonString();

        for (var repeat = 0; repeat < 5; repeat++)
            await producer.SendAsync(submission);
        var behind = Guid.NewGuid();
        await producer.SendAsync(Submissions.Valid(behind).ToJsonString());

        await producer.AcceptsAsync([proofId, behind]);
        Assert.That(await producer.Host.ProofCountAsync(), Is.EqualTo(2));
        Assert.That(await producer.SetAsideAsync(), Is.Empty);
    }

    [Test]
    public async Task What_is_no_JSON_object_is_set_aside_whole_and_in_nobodys_way()
    {
        byte[][] bodies =
        [
            "{\"proof_id\":"u8.ToArray(),
            "[1]"u8.ToArray(),
            "proof, please"u8.ToArray(),
            Encoding.Unicode.GetBytes(Submissions.Valid().ToJsonString()),
            [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d, 0x7d],
        ];
        foreach (var body in bodies)
            await producer.SendAsync(body);
        var good = Guid.NewGuid();
        await producer.SendAsync(Submissions.Valid(good).ToJsonString());

        await producer.AcceptsAsync([good]);
        var setAside = new List<byte[]>();
        await Eventually.HoldsAsync(
            async () =>
            {
                setAside.AddRange(await producer.SetAsideAsync());
                return setAside.Count == bodies.Length;
            },
            "all of them are set aside"
        );
        Assert.That(setAside, Is.EquivalentTo(bodies));
        Assert.That(
            producer.Host.Answers.Rejected.Reader.Count,
            Is.Zero,
            "its dead letter is made of the message itself"
        );
    }

    [Test]
    public async Task An_object_that_is_no_submission_is_rejected_member_by_member_and_not_set_aside()
    {
        await producer.SendAsync(
            """{"proof_id": 5, "circuit": [], "inputs": "none", "client": true, "publish": "yes"}"""
        );
        await producer.SendAsync("{}");
        await producer.SendAsync("");
        // UTF-8 that is none, inside a string
        await producer.SendAsync([.. """{"circuit":"preimage","proof_id":" """u8, 0xff, .. "\"}"u8]);

        var rejections = new List<string[]>();
        for (var sent = 0; sent < 4; sent++)
        {
            var rejected = await producer.Host.Answers.NextRejectedAsync();
            rejections.Add([.. rejected.Errors.Select(error => error.Field).Order(StringComparer.Ordinal)]);
        }

        string[] nothing = ["circuit", "client", "proof_id"];
        string[] wrongTypes = ["circuit", "client", "proof_id", "publish"];
        string[] wrongEncoding = ["client", "inputs", "proof_id"];
        Assert.That(rejections, Is.EquivalentTo((string[][])[wrongTypes, nothing, nothing, wrongEncoding]));
        Assert.That(await producer.SetAsideAsync(), Is.Empty);
    }

    [Test]
    public async Task Ten_mebibytes_are_answered_like_any_other_submission()
    {
        var large = new string('7', 10 * 1024 * 1024);
        var tooLarge = Submissions.Valid().With("metadata", new JsonObject { ["order"] = large });
        var good = Guid.NewGuid();

        await producer.SendAsync(tooLarge.ToJsonString());
        await producer.SendAsync(Submissions.Valid(good).ToJsonString());

        await producer.AcceptsAsync([good]);
        var rejected = await producer.Host.Answers.NextRejectedAsync();
        Assert.That(rejected.Errors.Select(error => error.Field), Is.All.StartsWith("metadata"));
        Assert.That(rejected.Errors.Sum(error => error.Message.Length), Is.LessThan(1000), "an answer repeats no body");
    }

    static Guid IdOf(JsonObject submission, string member) => Guid.Parse((string)submission[member]!);
}
