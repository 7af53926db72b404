using MassTransit;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// The installation's queues on RabbitMQ. Every process declares all of them at start, each with where its failures go:
/// what is sent waits there for a service that has never run, and an operator finds the error queues before the first error.
/// </summary>
static class QueueTopology
{
    const string Saga = "proof-job";
    const string DeadLetters = "dead-letter";

    /// <summary>One for each consumer, by its endpoint's name.</summary>
    static readonly string[] Endpoints =
    [
        "submit-proof",
        Saga,
        "worker-fault",
        "generate-proof",
        "generate-instant-proof",
        "verify-proof",
        "verify-instant-proof",
        "publish-proof",
        DeadLetters,
    ];

    /// <summary>
    /// The endpoints' queues; beside each, under the names that MassTransit gives them, one for messages whose consumer
    /// failed (<c>_error</c>) and one for messages that nobody there consumes (<c>_skipped</c>).
    /// </summary>
    public static IReadOnlyList<string> Queues { get; } =
    [.. Endpoints.SelectMany(name => (string[])[name, $"{name}_error", $"{name}_skipped"])];

    /// <summary>What tells the type to RabbitMQ; classic queues are told nothing, as before there were types.</summary>
    public static Dictionary<string, object?> ArgumentsOf(QueueType type) =>
        type == QueueType.Quorum ? new() { ["x-queue-type"] = "quorum" } : [];

    public static void Declare(IRabbitMqBusFactoryConfigurator rabbit, QueueType type)
    {
        // at start: the outbox delivers with Send, which declares no more than the exchange
        rabbit.DeployPublishTopology = true;
        foreach (var queue in Queues)
            Bind<SubmitProof>(rabbit, queue, queue, type);

        Bind<ProofAccepted>(rabbit, NameOf<ProofAccepted>(rabbit), Saga, type);
        Bind<ProofFailed>(rabbit, NameOf<ProofFailed>(rabbit), DeadLetters, type);
        Bind<ProofRejected>(rabbit, NameOf<ProofRejected>(rabbit), DeadLetters, type);
    }

    /// <summary>
    /// Beside the way through the consumer's own exchange, which its service binds: RabbitMQ puts a message into a
    /// queue once, however many ways lead there.
    /// </summary>
    /// <typeparam name="TMessage">Any message: what is declared together with it at start.</typeparam>
    static void Bind<TMessage>(IRabbitMqBusFactoryConfigurator rabbit, string exchange, string queue, QueueType type)
        where TMessage : class =>
        rabbit.Publish<TMessage>(publish =>
            publish.BindQueue(
                exchange,
                queue,
                binding =>
                {
                    foreach (var (name, value) in ArgumentsOf(type))
                        binding.SetQueueArgument(name, value);
                }
            )
        );

    static string NameOf<TMessage>(IRabbitMqBusFactoryConfigurator rabbit)
        where TMessage : class => rabbit.MessageTopology.GetMessageTopology<TMessage>().EntityName;
}
