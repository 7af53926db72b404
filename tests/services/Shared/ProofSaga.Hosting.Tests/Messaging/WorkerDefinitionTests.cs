using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Hosting.Tests.Messaging;

/// <summary>A worker takes as many deliveries as it has slots: the others stay for other workers.</summary>
sealed class WorkerDefinitionTests
{
    Installation installation = null!;
    WebApplication app = null!;

    SlowWorkLog Log => app.Services.GetRequiredService<SlowWorkLog>();

    [SetUp]
    public async Task StartAsync()
    {
        installation = new Installation();
        var host = installation.CreateBuilder("--Logging:Level=Fatal", "--RabbitMq:Url=");
        host.Services.AddSingleton<SlowWorkLog>();
        host.ConfigureBus(bus => bus.AddConsumer<SlowWorker, SlowWorkerDefinition>());
        app = host.Build();
        await app.MigrateDatabaseAsync();
        await app.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        Log.Release.TrySetResult();
        await app.StopAsync();
        await app.DisposeAsync();
        installation.Dispose();
    }

    [Test]
    public async Task As_much_work_is_under_way_as_there_are_slots()
    {
        const int Orders = 4 * SlowWorkerDefinition.Slots;
        var queue = await app.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("queue:slow-work"));

        for (var order = 0; order < Orders; order++)
            await queue.Send(new SlowWork());
        await Eventually.HoldsAsync(() => Log.Most == SlowWorkerDefinition.Slots, "every slot is taken");
        Log.Release.SetResult();
        await Eventually.HoldsAsync(() => Log.Done == Orders, "all work is done");

        Assert.That(Log.Most, Is.EqualTo(SlowWorkerDefinition.Slots));
    }

    [Test]
    public void The_broker_hands_out_no_more_than_there_are_slots()
    {
        var probe = app.Services.GetRequiredService<IBusControl>().GetProbeResult();

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(probe.Results));
        Assert.That(json.RootElement.GetRawText(), Does.Contain("slow-work").And.Contain("\"prefetchCount\":3"));
    }
}
