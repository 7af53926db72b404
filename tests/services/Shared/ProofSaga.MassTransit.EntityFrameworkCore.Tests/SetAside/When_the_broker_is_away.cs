using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.SetAside;

sealed class When_the_broker_is_away(DatabaseKind kind) : ProviderScenario(kind)
{
    const int Outboxes = 40;

    static readonly Exception[] Outages =
    [
        new ConnectionException("the connection is lost"),
        new TimeoutException("no answer"),
        new MassTransitException("cannot send", new IOException("the line is broken")),
    ];

    [TestCaseSource(nameof(Outages))]
    public async Task Nothing_is_set_aside_the_log_stays_readable_and_all_goes_out_when_it_is_back(Exception outage)
    {
        await using var node = await Node.StartAsync(Store, new NodeSettings { MaxDeliveryAttempts = 1 });
        node.Sends.Before = _ => throw outage;
        for (var number = 0; number < Outboxes; number++)
            await node.PublishAsync(new OrderPlaced(NewId.NextGuid(), number));
        // each has been tried and is left alone for a time
        await Store.UntilAsync(shop =>
            shop.Outboxes.AllAsync(outbox => outbox.LockId == Guid.Empty && outbox.DeliverAfter > outbox.Created)
        );

        Assert.That(await node.Quarantine.ListAsync(), Is.Empty);
        Assert.That(node.Log.CountOf(4001), Is.EqualTo(1));
        node.Sends.Before = _ => Task.CompletedTask;

        var placed = await node.Placed.NextAsync(Outboxes);
        Assert.That(placed.Select(message => message.Message.Number), Is.Unique);
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync());
        Assert.That(node.Log.CountOf(4026), Is.EqualTo(1));
    }

    [Test]
    public async Task A_destination_that_does_not_answer_while_others_do_is_set_aside_all_the_same()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings
            {
                MaxDeliveryAttempts = 1,
                MessageDeliveryTimeout = TimeSpan.FromSeconds(3),
                Register = bus => bus.AddConsumer<PlaceOrderConsumer>(),
            }
        );
        var asked = new TaskCompletionSource();
        var silent = new TaskCompletionSource();
        node.Sends.Before = context =>
        {
            if (context.CorrelationId is null)
                return Task.CompletedTask;
            asked.TrySetResult();
            return silent.Task;
        };
        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(
                    new OrderPlaced(NewId.NextGuid(), 1),
                    context => context.CorrelationId = NewId.NextGuid()
                );
                await shop.SaveChangesAsync();
            }
        );
        await asked.Task;

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));
        await node.Placed.NextAsync();

        await node.Log.UntilAsync(4027);
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.SetAside != null));
        silent.SetResult();
    }
}
