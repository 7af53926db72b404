using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class When_a_scheduled_message_carries_more(DatabaseKind kind) : SchedulingScenario(kind)
{
    static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    readonly Inbound<IParcelArrived> parcels = new();

    [Test]
    public async Task An_interface_with_headers_ids_and_a_time_to_live_arrives_with_them()
    {
        await using var node = await StartAsync(Receiving());
        var (parcel, correlation, conversation) = (NewId.NextGuid(), NewId.NextGuid(), NewId.NextGuid());

        var scheduled = await InScopeAsync(
            node,
            async (shop, scheduler) =>
            {
                var scheduled = await scheduler.SchedulePublish<IParcelArrived>(
                    Now,
                    new { ParcelId = parcel, __CorrelationId = correlation },
                    Pipe.Execute<SendContext<IParcelArrived>>(send =>
                    {
                        send.Headers.Set("weight", "2 kg");
                        send.ConversationId = conversation;
                        send.TimeToLive = TimeToLive;
                    })
                );
                await shop.SaveChangesAsync();
                return scheduled;
            }
        );

        var arrived = await parcels.NextAsync();
        Assert.Multiple(() =>
        {
            Assert.That(arrived.Message.ParcelId, Is.EqualTo(parcel));
            Assert.That(arrived.Headers.Get<string>("weight"), Is.EqualTo("2 kg"));
            Assert.That(arrived.CorrelationId, Is.EqualTo(correlation));
            Assert.That(arrived.ConversationId, Is.EqualTo(conversation));
            Assert.That(arrived.GetSchedulingTokenId(), Is.EqualTo(scheduled.TokenId));
            Assert.That(arrived.ExpirationTime, Is.EqualTo(Now + TimeToLive).Within(TimeSpan.FromMinutes(1)));
        });
    }

    [Test]
    public async Task Its_time_to_live_counts_from_when_it_is_due()
    {
        await using (var node = await StartAsync(Receiving()))
        {
            await InScopeAsync(
                node,
                async (shop, scheduler) =>
                {
                    await scheduler.SchedulePublish<IParcelArrived>(
                        Now + TimeSpan.FromHours(1),
                        new { ParcelId = NewId.NextGuid() },
                        Pipe.Execute<SendContext<IParcelArrived>>(send => send.TimeToLive = TimeToLive)
                    );
                    return await shop.SaveChangesAsync();
                }
            );
        }

        var message = await Store.ReadAsync(shop => shop.Outgoing.SingleAsync());
        Assert.That(
            message.ExpirationTime - message.EnqueueTime,
            Is.EqualTo(TimeToLive).Within(TimeSpan.FromSeconds(1))
        );
        await using var later = await StartAsync(Receiving() with { ClockAhead = TimeSpan.FromMinutes(62) });
        await parcels.NextAsync();
    }

    [Test]
    public async Task What_a_consumer_schedules_belongs_to_its_conversation()
    {
        await using var node = await StartAsync();
        var (conversation, correlation) = (NewId.NextGuid(), NewId.NextGuid());

        await node.Bus.Publish(
            new AnnounceLater(NewId.NextGuid(), Now),
            publish =>
            {
                publish.ConversationId = conversation;
                publish.CorrelationId = correlation;
            }
        );

        foreach (var placed in await node.Placed.NextAsync(2))
        {
            Assert.Multiple(() =>
            {
                Assert.That(placed.ConversationId, Is.EqualTo(conversation));
                Assert.That(placed.InitiatorId, Is.EqualTo(correlation));
                Assert.That(placed.SourceAddress?.AbsolutePath, Does.EndWith("AnnounceLater"));
            });
        }
    }

    NodeSettings Receiving() =>
        new() { Endpoints = memory => memory.ReceiveEndpoint("parcels", endpoint => endpoint.Instance(parcels)) };
}
