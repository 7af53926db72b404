using MassTransit;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Hosting.Tests.Outages;

sealed class NoteDefinition : ConsumerDefinition<NoteConsumer>
{
    public const string Queue = "note";

    public NoteDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<NoteConsumer> consumerConfigurator,
        IRegistrationContext context
    ) => endpointConfigurator.UseTransaction(context);
}
