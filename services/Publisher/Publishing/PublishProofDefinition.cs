using MassTransit;
using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Hosting.Shutdown;

namespace ProofSaga.Publisher.Publishing;

class PublishProofDefinition(IOptions<PublisherOptions> options)
    : WorkerDefinition<PublishProofConsumer>("publish-proof", options.Value.Concurrency)
{
    /// <summary>
    /// A process that stops waits so long for a transaction to be mined and confirmed. A fast chain is done by then. On a slow
    /// one waiting on would gain nothing: the transaction is in the ledger and sent, and whoever gets the order next, here or
    /// elsewhere, waits for the same one.
    /// </summary>
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<PublishProofConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.GiveBackWhenStopping(context, StopPatience);
        base.ConfigureConsumer(endpointConfigurator, consumerConfigurator, context);
    }
}
