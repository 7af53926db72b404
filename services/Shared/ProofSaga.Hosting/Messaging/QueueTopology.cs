using MassTransit;
using MassTransit.RabbitMqTransport;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Submission;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// The installation's queues and exchanges on RabbitMQ: a message is published to the exchange of its type, which passes
/// it on to the exchange of each queue that hears it.
/// </summary>
/// <remarks>
/// Every process declares all of it, not just what it consumes: what is sent waits for a service that has never run,
/// RabbitMQ drops nothing for want of a binding, and an operator finds the error queues before the first error.
/// </remarks>
static class QueueTopology
{
    static readonly RabbitMqMessageNameFormatter MessageNames = new();

    /// <summary>One for each consumer. What a service publishes to itself alone it binds itself.</summary>
    static readonly QueueSubscription[] Subscriptions =
    [
        new("submit-proof", typeof(SubmitProof)),
        new(
            "proof-job",
            typeof(ProofAccepted),
            typeof(CancelProof),
            typeof(ReplayProof),
            typeof(ProofProgressed),
            typeof(ProofGenerated),
            typeof(ProofGenerationFailed),
            typeof(ProofVerified),
            typeof(ProofVerificationFailed),
            typeof(ProofPublished),
            typeof(ProofPublishingFailed)
        ),
        new("worker-fault", typeof(Fault<GenerateProof>), typeof(Fault<VerifyProof>), typeof(Fault<PublishProof>)),
        new("generate-proof"),
        new("generate-instant-proof"),
        new("verify-proof"),
        new("verify-instant-proof"),
        new("publish-proof"),
        new("dead-letter", typeof(ProofFailed), typeof(ProofRejected), typeof(ReturnMessage)),
    ];

    /// <summary>The endpoints' queues.</summary>
    public static IEnumerable<string> Endpoints => Subscriptions.Select(subscription => subscription.Queue);

    /// <summary>
    /// The endpoints' queues; beside each, under the names that MassTransit gives them, one for messages whose consumer
    /// failed (<c>_error</c>) and one for messages that nobody there consumes (<c>_skipped</c>). Each hears the exchange
    /// of its own name.
    /// </summary>
    public static IReadOnlyList<string> Queues => [.. Endpoints, .. SetAsideSource.All.Select(source => source.Queue)];

    /// <summary>The exchange of a message, and the queue's exchange that it passes the message on to.</summary>
    public static IReadOnlyList<(string Message, string Queue)> Bindings { get; } =
    [
        .. from subscription in Subscriptions
        from message in subscription.Messages
        select (MessageNames.GetMessageName(message), subscription.Queue),
    ];

    /// <summary>What tells the type to RabbitMQ; classic queues are told nothing, as before there were types.</summary>
    public static Dictionary<string, object?> ArgumentsOf(QueueType type) =>
        type == QueueType.Quorum ? new() { ["x-queue-type"] = "quorum" } : [];
}
