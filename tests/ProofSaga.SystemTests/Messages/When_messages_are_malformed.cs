using System.Net;
using MassTransit;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Submission;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.SystemTests.Distributed;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Messages;

/// <summary>Every kind of bad message at once in every queue of an installation, and good ones behind them.</summary>
public class When_messages_are_malformed
{
    const string Intake = "submit-proof";

    /// <summary>Far below what it would be if each delivery of each bad message were kept.</summary>
    const long MemoryGrowthBytes = 256L * 1024 * 1024;

    /// <summary>The queues, each with a message that it takes.</summary>
    static readonly (string Name, string MessageType)[] Queues =
    [
        (Intake, MessageUrn.ForTypeString<SubmitProof>()),
        ("proof-job", MessageUrn.ForTypeString<ProofAccepted>()),
        ("worker-fault", MessageUrn.ForTypeString<Fault<GenerateProof>>()),
        ("generate-proof", MessageUrn.ForTypeString<GenerateProof>()),
        ("generate-instant-proof", MessageUrn.ForTypeString<GenerateProof>()),
        ("verify-proof", MessageUrn.ForTypeString<VerifyProof>()),
        ("verify-instant-proof", MessageUrn.ForTypeString<VerifyProof>()),
        ("publish-proof", MessageUrn.ForTypeString<PublishProof>()),
        ("dead-letter", MessageUrn.ForTypeString<ProofFailed>()),
    ];

    /// <summary>These need an id: the message's for their inbox, or the failed order's.</summary>
    static readonly string[] QueuesThatNeedIds = ["proof-job", "worker-fault", "dead-letter"];

    Installation installation = null!;
    BadProducer producer = null!;

    [SetUp]
    public async Task Start()
    {
        installation = await Installation.PrepareAsync();
        await installation.StartAllAsync();
        producer = await BadProducer.ConnectAsync(installation.BrokerUri);
    }

    [TearDown]
    public async Task Stop()
    {
        if (producer is not null)
            await producer.DisposeAsync();
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task Each_is_set_aside_with_a_reason_or_answered_and_what_is_behind_them_goes_on()
    {
        var memoryBytes = GC.GetTotalMemory(forceFullCollection: true);
        var expected = new List<(string Queue, string? Kind)>();
        foreach (var (queue, messageType) in Queues)
        {
            foreach (var message in BadMessages.Of(messageType))
            {
                await producer.SendAsync(queue, message);
                if (FateOf(message, queue) is not Fate.Consumed and var fate)
                    expected.Add((fate == Fate.Error ? $"{queue}_error" : $"{queue}_skipped", message.Kind));
            }
        }

        await GoodOnesGoOnAsync();
        await AreSetAsideAsync(expected.Count);
        await EveryQueueIsEmptyAsync();
        var setAside = await producer.TakeSetAsideAsync();
        var rejected = await RejectedAsync();
        var growthBytes = GC.GetTotalMemory(forceFullCollection: true) - memoryBytes;
        await TestContext.Out.WriteLineAsync($"{setAside.Count} set aside; memory grew by {growthBytes >> 20} MiB");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(setAside.Select(message => (message.Queue, message.Kind)), Is.EquivalentTo(expected));
            Assert.That(setAside, Is.All.Matches<SetAsideMessage>(HasReason));
            Assert.That(setAside.Where(message => message.IsRetried), Is.Empty);
            Assert.That(rejected.Select(letter => (letter.Stage, letter.Code)), Is.All.EqualTo(("intake", "invalid")));
            // what is JSON, whatever it says, is rejected member by member
            Assert.That(
                rejected.Count(letter => letter.Error.StartsWith("proof_id: ", StringComparison.Ordinal)),
                Is.EqualTo(BadMessages.Of("").Count(message => message.IntakeFate == Fate.Consumed))
            );
            // what is no JSON object is rejected as a whole; an empty envelope is in the error queue only
            Assert.That(
                rejected.Count(letter => letter.Error.StartsWith("$: ", StringComparison.Ordinal)),
                Is.EqualTo(BadMessages.Of("").Count(message => message is { IntakeFate: Fate.Error, Body.Length: > 0 }))
            );
            Assert.That(growthBytes, Is.LessThan(MemoryGrowthBytes));
        }
    }

    static Fate FateOf(BadMessage message, string queue) =>
        queue == Intake ? message.IntakeFate
        : message.Kind == BadMessages.WithoutIds && QueuesThatNeedIds.Contains(queue) ? Fate.Error
        : message.Fate;

    static bool HasReason(SetAsideMessage message) =>
        message.Queue.EndsWith("_skipped", StringComparison.Ordinal)
            ? message.Reason == "dead-letter"
            : message is { Reason: "fault", Error.Length: > 0 };

    /// <summary>One through the queues of slow proofs, one through those of instant ones, one that is refused.</summary>
    async Task GoodOnesGoOnAsync()
    {
        var refused = Submissions.Groth16(0);
        refused["circuit"] = "unknown";
        var refusedId = await PlainAmqp.SubmitAsync(installation.BrokerUri, refused);
        var proofIds = await Task.WhenAll(
            PlainAmqp.SubmitAsync(installation.BrokerUri, Submissions.Groth16(0)),
            installation.Api.SubmitAsync(Submissions.Commitment(1))
        );
        await Eventually.HoldsAsync(
            async () =>
                (await installation.Api.SendAsync(HttpMethod.Get, $"proofs/{proofIds[0]}")).Status == HttpStatusCode.OK,
            "the proof behind the bad messages is accepted"
        );

        var ends = await installation.Api.EndsOfAsync(proofIds);
        Assert.That(ends.Select(proof => proof.Status), Is.All.EqualTo("completed"));
        Assert.That((await installation.DeadLetterOfAsync(refusedId)).Error, Does.Contain("circuit"));
    }

    Task AreSetAsideAsync(int count) =>
        Eventually.HoldsAsync(
            async () => (await installation.Topology.SetAsideAsync()).Values.Sum(messages => messages) >= count,
            $"{count} messages are set aside"
        );

    Task EveryQueueIsEmptyAsync() =>
        Eventually.HoldsAsync(
            async () =>
                (await installation.Topology.QueuesAsync())
                    .Where(queue => Queues.Any(consumed => consumed.Name == queue.Name))
                    .All(queue => queue.Messages == 0),
            "no queue holds a message, nor does a consumer"
        );

    /// <summary>The letters of submissions whose proof id could not be read.</summary>
    async Task<IReadOnlyList<DeadLetter>> RejectedAsync() =>
        [.. (await installation.DeadLettersAsync()).Where(letter => letter.ProofId == Guid.Empty)];
}
