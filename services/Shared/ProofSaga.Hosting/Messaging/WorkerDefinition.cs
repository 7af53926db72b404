using MassTransit;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// The endpoint of a worker, which takes only what it can run: as many deliveries as it has slots. No transaction is open
/// while it works; a message that fails while the database is away waits until it is back.
/// </summary>
public abstract class WorkerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    /// <param name="endpointName">The queue.</param>
    /// <param name="slots">Messages consumed at once by this process; at least 1.</param>
    protected WorkerDefinition(string endpointName, int slots)
    {
        EndpointName = endpointName;
        ConcurrentMessageLimit = slots;
        Endpoint(endpoint =>
        {
            endpoint.PrefetchCount = slots;
            // orders are sent to one queue; bound to their type, each would get all of them
            endpoint.ConfigureConsumeTopology = false;
        });
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Intervals(100, 1000, 5000);
            retry.Ignore<MessageException>();
            retry.HoldUntilDatabaseAnswers(context);
        });
        endpointConfigurator.RequireProofName(context);
    }
}
