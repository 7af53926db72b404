using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Metrics;

sealed class When_metrics_are_read(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task They_tell_what_waits_and_what_was_set_aside()
    {
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        for (var number = 0; number < 3; number++)
            await saving.PublishAsync(new OrderPlaced(NewId.NextGuid()), new OrderPlaced(NewId.NextGuid()));
        await saving.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(
                    new OrderPlaced(NewId.NextGuid()),
                    context => context.Delay = TimeSpan.FromHours(1)
                );
                await shop.SaveChangesAsync();
            }
        );
        using var saved = new Measured(saving.Services);

        await saved.UntilAsync("outbox.pending", 6);
        await saved.UntilAsync("outbox.set_aside", 0);
        Assert.That(saved.Read("outbox.oldest_age"), Is.InRange(0, 60));
        Assert.That(saved.TagsOf("outbox.pending"), Is.EqualTo(new[] { "db_context=ShopDbContext" }));

        await using var refusing = await Node.StartAsync(
            Store,
            new NodeSettings
            {
                MaxDeliveryAttempts = 1,
                BeforeSend = _ => throw new InvalidOperationException("nobody takes it"),
            }
        );
        await Store.UntilAsync(async shop => await shop.Outboxes.CountAsync(outbox => outbox.SetAside != null) == 3);
        using var refused = new Measured(refusing.Services);
        await refused.UntilAsync("outbox.set_aside", 3);
    }

    [Test]
    public async Task An_old_message_shows_its_age()
    {
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        await saving.PublishAsync(new OrderPlaced(NewId.NextGuid()));
        await using var later = await Node.StartAsync(
            Store,
            new NodeSettings { Delivers = false, ClockAhead = TimeSpan.FromMinutes(10) }
        );
        using var measured = new Measured(later.Services);

        await measured.UntilAsync("outbox.pending", 1);

        Assert.That(measured.Read("outbox.oldest_age"), Is.InRange(600, 660));
    }

    [Test]
    public async Task They_count_what_was_delivered_what_failed_and_what_was_tried_again()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        using var measured = new Measured(node.Services);
        var attempts = 0;
        node.Sends.Before = _ =>
            Interlocked.Increment(ref attempts) == 1
                ? throw new InvalidOperationException("nobody takes it")
                : Task.CompletedTask;

        await node.PublishAsync(new OrderPlaced(NewId.NextGuid()), new OrderPlaced(NewId.NextGuid()));
        await node.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        await node.Placed.NextAsync(3);
        await measured.UntilAsync("outbox.delivered", 3);
        Assert.Multiple(() =>
        {
            Assert.That(measured.Read("outbox.failed"), Is.EqualTo(1));
            Assert.That(
                measured.TagsOf("outbox.failed"),
                Is.EqualTo(new[] { "db_context=ShopDbContext", "error.type=refused" })
            );
            Assert.That(measured.Read("outbox.retries"), Is.EqualTo(1));
        });
    }
}
