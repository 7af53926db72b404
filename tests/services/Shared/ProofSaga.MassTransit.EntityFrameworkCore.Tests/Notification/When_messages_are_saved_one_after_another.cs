using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Notification;

/// <summary>A notifying commit is dear to every other commit on the server, so there are few.</summary>
sealed class When_messages_are_saved_one_after_another : PostgresScenario
{
    const int Messages = 200;

    [Test]
    public async Task The_process_that_sends_them_itself_tells_nobody()
    {
        await using var delivering = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        await using var others = await Overheard.StartAsync(Store);

        for (var number = 0; number < Messages; number++)
            await delivering.PublishAsync(new OrderPlaced(NewId.NextGuid()));
        for (var number = 0; number < Messages; number++)
            await delivering.Bus.Publish(new PlaceOrder(NewId.NextGuid()));

        await delivering.Placed.NextAsync(2 * Messages);
        Assert.That(await others.CountAsync(), Is.Zero);
    }

    [Test]
    public async Task The_process_that_does_not_send_tells_seldom_and_once_more_at_the_end()
    {
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        await using var others = await Overheard.StartAsync(Store);
        var began = TimeProvider.System.GetTimestamp();

        for (var number = 0; number < Messages; number++)
            await saving.PublishAsync(new OrderPlaced(NewId.NextGuid()));
        var heardBefore = await others.CountAsync();
        await saving.PublishAsync(new OrderPlaced(NewId.NextGuid()));

        await others.UntilMoreThanAsync(heardBefore);
        var atMost = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds / 50 + 2;
        Assert.That(await others.CountAsync(), Is.LessThanOrEqualTo(atMost).And.LessThan(Messages));
    }
}
