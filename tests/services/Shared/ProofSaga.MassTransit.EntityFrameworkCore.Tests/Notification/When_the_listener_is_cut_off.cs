using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Notification;

sealed class When_the_listener_is_cut_off : PostgresScenario
{
    [Test]
    public async Task It_comes_back_by_itself_and_still_wakes_the_delivery()
    {
        await using var delivering = await Node.StartAsync(Store);
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        await Listeners.UntilAsync(Store, 1);
        var before = await Store.ReadAsync(Listeners.ProcessIdsAsync);

        await Listeners.CutOffAsync(Store);
        await Store.UntilAsync(async shop =>
            (await Listeners.ProcessIdsAsync(shop)) is [var now] && !before.Contains(now)
        );
        await saving.PublishAsync(new OrderPlaced(NewId.NextGuid()));

        await delivering.Placed.NextAsync();
        Assert.That(delivering.Log.CountOf(4021), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_saved_while_nobody_listened_is_found_as_soon_as_somebody_does()
    {
        await using var delivering = await Node.StartAsync(Store);
        await using var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false });
        await Listeners.UntilAsync(Store, 1);

        await Listeners.CutOffAsync(Store);
        await delivering.Log.UntilAsync(4021);
        await saving.PublishAsync(new OrderPlaced(NewId.NextGuid()));

        await delivering.Placed.NextAsync();
    }
}
