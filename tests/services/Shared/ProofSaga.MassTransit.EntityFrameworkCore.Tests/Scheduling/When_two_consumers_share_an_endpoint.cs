using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_two_consumers_share_an_endpoint(DatabaseKind kind) : SchedulingScenario(kind)
{
    [Test]
    public async Task Each_schedules_in_its_own_transaction()
    {
        var faults = new Inbound<Fault<PlaceOrder>>();
        await using var node = await StartAsync(
            new NodeSettings
            {
                Register = bus =>
                {
                    bus.AddConsumer<FailingConsumer>().Endpoint(endpoint => endpoint.Name = "shared");
                    bus.AddConsumer<SucceedingConsumer>().Endpoint(endpoint => endpoint.Name = "shared");
                },
                Endpoints = memory => memory.ReceiveEndpoint("faults", endpoint => endpoint.Instance(faults)),
            }
        );

        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        await faults.NextAsync();
        await Store.UntilAsync(shop => shop.Inbox.AnyAsync(inbox => inbox.Delivered != null));
        Assert.That(await CountWaitingAsync(), Is.EqualTo((1, 1)));
        Assert.That(
            (await Store.ReadAsync(shop => shop.Outgoing.SingleAsync())).Body,
            Does.Contain(nameof(SucceedingConsumer))
        );
    }

    sealed class FailingConsumer : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            await context.SchedulePublish(
                TimeSpan.FromHours(1),
                new ReservationEnded(context.Message.OrderId, nameof(FailingConsumer))
            );
            throw new InvalidOperationException("no stock");
        }
    }

    sealed class SucceedingConsumer : IConsumer<PlaceOrder>
    {
        public Task Consume(ConsumeContext<PlaceOrder> context) =>
            context.SchedulePublish(
                TimeSpan.FromHours(1),
                new ReservationEnded(NewId.NextGuid(), nameof(SucceedingConsumer))
            );
    }
}
