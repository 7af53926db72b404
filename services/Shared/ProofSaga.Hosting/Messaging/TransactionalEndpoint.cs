using MassTransit;
using ProofSaga.Hosting.Shutdown;
using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Messaging;

public static class TransactionalEndpoint
{
    /// <summary>
    /// Makes what a message changes, its inbox mark and what it sends one transaction, tried again when it clashed with
    /// another one. A message that fails while the database is away waits until it is back.
    /// </summary>
    /// <remarks>For endpoints whose work is short: the transaction is open while the message is consumed.</remarks>
    public static void UseTransaction(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        endpoint.UseMessageRetry(retry =>
        {
            retry.Exponential(
                retryLimit: 10,
                minInterval: TimeSpan.FromMilliseconds(50),
                maxInterval: TimeSpan.FromSeconds(5),
                intervalDelta: TimeSpan.FromMilliseconds(100)
            );
            // the message itself is at fault, such as one without an id: it is set aside at once, not after 26 seconds in a slot
            retry.Ignore<MessageException>();
            retry.HoldUntilDatabaseAnswers(context);
        });
        endpoint.UseEntityFrameworkOutbox<ProofSagaDbContext>(context);
    }

    /// <summary>Sets messages aside that are about a proof and name none, before anything is tried.</summary>
    public static void RequireProofName(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context) =>
        endpoint.UseConsumeFilter(typeof(ProofNameFilter<>), context);

    /// <summary>No attempt is made while the database does not answer, so that an outage uses up none.</summary>
    internal static void HoldUntilDatabaseAnswers(this IRetryConfigurator retry, IRegistrationContext context) =>
        retry.ConnectRetryObserver(
            new HoldUntilDatabaseAnswers(
                context.GetRequiredService<DatabaseWatch>(),
                context.GetRequiredService<BusStop>()
            )
        );
}
