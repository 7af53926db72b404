using MassTransit;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// Queues that every process declares, so that events wait there for a service that has never run: RabbitMQ drops what
/// is published where no queue is bound. Orders need none of this: they are sent to their queue, which makes it.
/// </summary>
static class WaitingQueues
{
    const string Saga = "proof-job";
    const string DeadLetters = "dead-letter";

    public static void Declare(IRabbitMqBusFactoryConfigurator rabbit)
    {
        // at start: the outbox delivers with Send, which declares no more than the exchange
        rabbit.DeployPublishTopology = true;
        Bind<ProofAccepted>(rabbit, Saga);
        Bind<ProofFailed>(rabbit, DeadLetters);
        Bind<ProofRejected>(rabbit, DeadLetters);
    }

    /// <summary>
    /// Beside the way through the consumer's own exchange, which its service binds: RabbitMQ puts a message into a
    /// queue once, however many ways lead there.
    /// </summary>
    static void Bind<TEvent>(IRabbitMqBusFactoryConfigurator rabbit, string queue)
        where TEvent : class =>
        rabbit.Publish<TEvent>(publish =>
            publish.BindQueue(rabbit.MessageTopology.GetMessageTopology<TEvent>().EntityName, queue)
        );
}
