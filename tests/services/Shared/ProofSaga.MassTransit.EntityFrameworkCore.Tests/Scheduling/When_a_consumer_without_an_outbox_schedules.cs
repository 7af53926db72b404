using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_consumer_without_an_outbox_schedules(DatabaseKind kind) : SchedulingScenario(kind)
{
    [Test]
    public async Task It_is_stored_at_once_even_if_the_consumer_fails()
    {
        var faults = new Inbound<Fault<AnnounceLater>>();
        await using var node = await StartAsync(
            new NodeSettings
            {
                UsesOutboxOnEndpoints = false,
                Endpoints = memory => memory.ReceiveEndpoint("faults", endpoint => endpoint.Instance(faults)),
            }
        );

        await node.Bus.Publish(
            new AnnounceLater(NewId.NextGuid(), Now + TimeSpan.FromHours(1), ThenFail: true),
            publish => publish.ConversationId = NewId.NextGuid()
        );

        var conversation = (await faults.NextAsync()).ConversationId;
        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        Assert.That(message.ConversationId, Is.EqualTo(conversation));

        await node.Bus.Publish(new CancelAnnouncement(message.OutboxId.GetValueOrDefault()));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
    }

    [Test]
    public async Task It_joins_the_transaction_of_a_saga_repository()
    {
        await using var node = await StartAsync(
            new NodeSettings
            {
                UsesOutboxOnEndpoints = false,
                Register = bus =>
                    bus.AddSagaStateMachine<ReservationStateMachine, Reservation>()
                        .EntityFrameworkRepository(repository =>
                        {
                            repository.ExistingDbContext<ShopDbContext>();
                            if (Store.IsPostgres)
                                repository.UsePostgres();
                            else
                                repository.UseSqlite();
                        }),
            }
        );
        var reservation = NewId.NextGuid();

        await node.Bus.Publish(new Reserve(reservation, TimeSpan.FromHours(1)));
        await Store.UntilAsync(shop => shop.Reservations.AnyAsync(saga => saga.DeadlineTokenId != null));
        Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)));

        await node.Bus.Publish(new Pay(reservation));
        await Store.UntilAsync(async shop => !await shop.Outboxes.AnyAsync() && !await shop.Outgoing.AnyAsync());
        Assert.That(node.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task MassTransits_scheduled_redelivery_works_with_it()
    {
        var attempts = new Inbound<Fault<PlaceOrder>>();
        await using var node = await StartAsync(
            new NodeSettings
            {
                Register = bus =>
                {
                    bus.AddConsumer<SecondDeliveryConsumer>();
                    bus.AddConfigureEndpointsCallback(
                        (_, _, endpoint) => endpoint.UseScheduledRedelivery(retry => retry.Interval(1, 100))
                    );
                },
            }
        );
        var orderId = NewId.NextGuid();

        await node.Bus.Publish(new PlaceOrder(orderId));

        Assert.That((await node.Placed.NextAsync()).Message, Is.EqualTo(new OrderPlaced(orderId, 1)));
        Assert.That(attempts.Waiting, Is.Zero);
    }

    /// <summary>Succeeds when the message is delivered again.</summary>
    sealed class SecondDeliveryConsumer : IConsumer<PlaceOrder>
    {
        public Task Consume(ConsumeContext<PlaceOrder> context) =>
            context.GetRedeliveryCount() == 0
                ? throw new InvalidOperationException("not yet")
                : context.Publish(new OrderPlaced(context.Message.OrderId, context.GetRedeliveryCount()));
    }
}
