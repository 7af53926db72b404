using System.Data;
using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

static class OutboxIsolation
{
    /// <summary>Configures the node's outbox again; what is said last holds.</summary>
    public static void UseIsolation(this IBusRegistrationConfigurator bus, TestStore store, IsolationLevel isolation) =>
        bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox =>
        {
            if (store.IsPostgres)
                outbox.UsePostgres();
            else
                outbox.UseSqlite();
            outbox.IsolationLevel = isolation;
            outbox.QueryDelay = TimeSpan.FromHours(1);
        });

    /// <summary>Lets consumers run in the outbox with no message retry around it.</summary>
    public static void UseOutboxWithoutRetry(this IBusRegistrationConfigurator bus) =>
        bus.AddConfigureEndpointsCallback(
            (context, _, endpoint) => endpoint.UseEntityFrameworkOutbox<ShopDbContext>(context)
        );
}
