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
    const string Faults = "worker-fault";

    /// <summary>Far below what it would be if each delivery of each bad message were kept.</summary>
    const long MemoryGrowthBytes = 256L * 1024 * 1024;

    /// <summary>The queues, each with a message that it takes.</summary>
    static readonly (string Name, string MessageType)[] Queues =
    [
        (Intake, MessageUrn.ForTypeString<SubmitProof>()),
        ("proof-job", MessageUrn.ForTypeString<ProofAccepted>()),
        (Faults, MessageUrn.ForTypeString<Fault<GenerateProof>>()),
        ("generate-proof", MessageUrn.ForTypeString<GenerateProof>()),
        ("generate-instant-proof", MessageUrn.ForTypeString<GenerateProof>()),
        ("verify-proof", MessageUrn.ForTypeString<VerifyProof>()),
        ("verify-instant-proof", MessageUrn.ForTypeString<VerifyProof>()),
        ("publish-proof", MessageUrn.ForTypeString<PublishProof>()),
        ("dead-letter", MessageUrn.ForTypeString<ProofFailed>()),
    ];

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
        var expected = new List<(string Queue, string? Kind, string Code)>();
        foreach (var (queue, messageType) in Queues)
        {
            foreach (var message in BadMessages.Of(messageType))
            {
                await producer.SendAsync(queue, message);
                if (FateOf(message, queue) is not Fate.Answered and var fate)
                    expected.Add((queue, message.Kind, CodeOf(fate)));
            }
        }

        await GoodOnesGoOnAsync();
        await EveryQueueIsEmptyAsync();
        var setAside = await SetAsideAsync(expected.Count);
        var rejected = await RejectedAsync();
        var growthBytes = GC.GetTotalMemory(forceFullCollection: true) - memoryBytes;
        await TestContext.Out.WriteLineAsync($"{setAside.Count} set aside; memory grew by {growthBytes >> 20} MiB");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                setAside.Select(message => (message.Queue, message.Kind, message.Code)),
                Is.EquivalentTo(expected)
            );
            Assert.That(
                setAside,
                Is.All.Matches<SetAsideMessage>(message => message is { Error.Length: > 0, IsWhole: true })
            );
            Assert.That(setAside.Where(message => message.Attempts > 0), Is.Empty, "none was tried again");
            Assert.That(rejected.Select(letter => (letter.Stage, letter.Code)), Is.All.EqualTo(("intake", "invalid")));
            // what is JSON, whatever it says, is rejected member by member
            Assert.That(
                rejected.Count(letter => letter.Error.StartsWith("proof_id: ", StringComparison.Ordinal)),
                Is.EqualTo(BadMessages.Of("").Count(message => message.IntakeFate == Fate.Answered))
            );
            Assert.That(growthBytes, Is.LessThan(MemoryGrowthBytes));
        }
    }

    static Fate FateOf(BadMessage message, string queue) =>
        queue == Intake ? message.IntakeFate
        // the fault of an order has no proof id of its own, and here no order
        : queue == Faults && message.Kind == BadMessages.WrongTypes ? Fate.Incomplete
        : message.Fate;

    static string CodeOf(Fate fate) =>
        fate switch
        {
            Fate.Unreadable => "message_unreadable",
            Fate.Incomplete => "message_incomplete",
            Fate.Skipped => "message_skipped",
            _ => throw new ArgumentOutOfRangeException(nameof(fate), fate, "no dead letter"),
        };

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

    async Task<IReadOnlyList<SetAsideMessage>> SetAsideAsync(int count)
    {
        await Eventually.HoldsAsync(
            async () => (await installation.DeadLettersAsync()).Count(letter => letter.Queue is not null) >= count,
            $"{count} messages are dead letters"
        );
        return await installation.SetAsideMessagesAsync(BadProducer.KindHeader);
    }

    Task EveryQueueIsEmptyAsync() =>
        Eventually.HoldsAsync(
            async () => (await installation.Topology.QueuesAsync()).All(queue => queue.Messages == 0),
            "no queue holds a message, nor does a consumer"
        );

    /// <summary>The letters of refused submissions whose proof id could not be read.</summary>
    async Task<IReadOnlyList<DeadLetter>> RejectedAsync() =>
        [
            .. (await installation.DeadLettersAsync()).Where(letter =>
                letter.Queue is null && letter.ProofId == Guid.Empty
            ),
        ];
}
