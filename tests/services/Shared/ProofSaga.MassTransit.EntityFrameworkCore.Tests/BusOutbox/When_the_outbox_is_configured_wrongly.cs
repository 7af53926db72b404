using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.BusOutbox;

sealed class When_the_outbox_is_configured_wrongly
{
    [Test]
    public void Every_problem_is_named_at_once() =>
        Assert.That(
            () =>
                new ServiceCollection().AddMassTransit(bus =>
                    bus.AddEntityFrameworkOutbox<ShopDbContext>(outbox =>
                    {
                        outbox.QueryDelay = TimeSpan.Zero;
                        outbox.QueryMessageLimit = 0;
                    })
                ),
            Throws
                .TypeOf<ConfigurationException>()
                .With.Message.Contains("UseSqlite()")
                .And.Message.Contains("QueryDelay is 00:00:00")
                .And.Message.Contains("QueryMessageLimit is 0")
        );
}
