using MassTransit;
using ProofSaga.Contracts.Submission;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Hosting.Shutdown;
using ProofSaga.Intake.Overload;

namespace ProofSaga.Intake.Messages;

/// <summary>
/// Endpoint <c>submit-proof</c>: MassTransit envelopes of <see cref="SubmitProof"/>, and plain JSON objects of its
/// members with the content type <c>application/json</c> or none. Proof row, answer and outgoing messages are one transaction.
/// </summary>
sealed class SubmitProofDefinition : ConsumerDefinition<SubmitProofConsumer>
{
    /// <summary>Where no broker takes back what is held.</summary>
    static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(15);

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
        endpointConfigurator.UseFilter(HoldWhileFull(context));
        endpointConfigurator.UseTransaction(context);
    }

    static HoldWhileFullFilter HoldWhileFull(IRegistrationContext context)
    {
        var consumerTimeout = context.GetService<RabbitMqOptions>()?.ConsumerTimeout ?? TimeSpan.Zero;
        return new HoldWhileFullFilter(
            context.GetRequiredService<Backlog>(),
            context.GetRequiredService<BusStop>(),
            consumerTimeout > TimeSpan.Zero ? consumerTimeout / 2 : LongestHold,
            context.GetRequiredService<TimeProvider>()
        );
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
