using MassTransit;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters;

/// <summary>Endpoint <c>dead-letter</c>. Inbox and stored letter are one transaction.</summary>
sealed class DeadLetterDefinition : ConsumerDefinition<DeadLetterConsumer>
{
    public DeadLetterDefinition() => EndpointName = "dead-letter";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<DeadLetterConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.UseTransaction(context);
    }
}
