using MassTransit;
using ProofSaga.Contracts.Submission;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Intake.Messages;

/// <summary>
/// Endpoint <c>submit-proof</c>: MassTransit envelopes of <see cref="SubmitProof"/>, and plain JSON objects of its
/// members with the content type <c>application/json</c> or none. Proof row, answer and outgoing messages are one transaction.
/// </summary>
sealed class SubmitProofDefinition : ConsumerDefinition<SubmitProofConsumer>
{
    public SubmitProofDefinition() => EndpointName = "submit-proof";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<SubmitProofConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        BindToSubmitProof(endpointConfigurator);
        // A fault repeats the message, and the message holds the inputs.
        endpointConfigurator.PublishFaults = false;
        // an envelope always says that it is one
        endpointConfigurator.UseRawJsonDeserializer(RawSerializerOptions.All, isDefault: true);
        endpointConfigurator.UseFilter(new MessageIdFilter());
        endpointConfigurator.UseTransaction(context);
    }

    /// <summary>The queue hears what is published as the contract, not as the type that reads it here.</summary>
    static void BindToSubmitProof(IReceiveEndpointConfigurator endpoint)
    {
        switch (endpoint)
        {
            case IRabbitMqReceiveEndpointConfigurator rabbitMq:
                rabbitMq.Bind<SubmitProof>();
                break;
            case IInMemoryReceiveEndpointConfigurator inMemory:
                inMemory.Bind<SubmitProof>();
                break;
            default:
                throw new NotSupportedException($"No binding is known for {endpoint.GetType().Name}.");
        }
    }
}
