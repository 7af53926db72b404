using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Hosting.Tests.Messaging;

/// <summary>On a real broker: what a worker has no slot for is another worker's, and what it cannot finish is given back.</summary>
sealed class TwoWorkersTests
{
    const string Queue = "slow-work";
    const int Slots = SlowWorkerDefinition.Slots;

    Installation installation = null!;
    TestVirtualHost broker = null!;
    WebApplication first = null!;

    [SetUp]
    public async Task StartAsync()
    {
        installation = new Installation();
        broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        first = await StartWorkerAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await StopAsync(first);
        await broker.DisposeAsync();
        installation.Dispose();
    }

    [Test]
    public async Task A_busy_worker_holds_no_more_than_its_slots_and_an_idle_one_gets_the_rest()
    {
        await SendAsync(2 * Slots + 2);
        await HasBegunAsync(first);
        Assert.That(await broker.CountMessagesAsync(Queue), Is.EqualTo(Slots + 2));

        var second = await StartWorkerAsync();
        await HasBegunAsync(second);

        Assert.That(await broker.CountMessagesAsync(Queue), Is.EqualTo(2));
        await StopAsync(second);
    }

    [Test]
    public async Task Work_that_outlasts_the_grace_is_given_back_and_is_no_fault()
    {
        await SendAsync(Slots);
        await HasBegunAsync(first);

        await first.StopAsync();

        await Eventually.HoldsAsync(async () => await broker.CountMessagesAsync(Queue) == Slots, "all is given back");
        Assert.That(await broker.CountMessagesAsync($"{Queue}_error"), Is.Zero);
        var second = await StartWorkerAsync();
        await HasBegunAsync(second);
        await StopAsync(second);
    }

    async Task<WebApplication> StartWorkerAsync()
    {
        var host = installation.CreateBuilder(
            "--Logging:Level=Fatal",
            $"--RabbitMq:Url={broker.Uri}",
            "--Shutdown:Grace=00:00:00"
        );
        host.Services.AddSingleton<SlowWorkLog>();
        host.ConfigureBus(bus => bus.AddConsumer<SlowWorker, SlowWorkerDefinition>());
        var app = host.Build();
        await app.MigrateDatabaseAsync();
        await app.StartAsync();
        await app.BecomesReadyAsync();
        return app;
    }

    static async Task StopAsync(WebApplication app)
    {
        app.Services.GetRequiredService<SlowWorkLog>().Release.TrySetResult();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    static Task HasBegunAsync(WebApplication app)
    {
        var log = app.Services.GetRequiredService<SlowWorkLog>();
        return Eventually.HoldsAsync(() => log.Most == Slots, "every slot is taken");
    }

    async Task SendAsync(int orders)
    {
        var queue = await first.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"queue:{Queue}"));
        for (var order = 0; order < orders; order++)
            await queue.Send(new SlowWork());
    }
}
