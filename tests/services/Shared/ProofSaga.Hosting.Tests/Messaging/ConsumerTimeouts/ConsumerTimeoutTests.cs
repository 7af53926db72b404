using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Hosting.Tests.Messaging.ConsumerTimeouts;

/// <summary>A delivery must end before RabbitMQ takes it back; other brokers take nothing back.</summary>
sealed class ConsumerTimeoutTests
{
    const string Timeout = "--RabbitMq:ConsumerTimeout=00:20:00";

    Installation installation = null!;
    TestVirtualHost broker = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        installation = new Installation();
        broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        await broker.DisposeAsync();
        installation.Dispose();
    }

    [Test]
    public async Task What_ends_in_time_is_no_hindrance() =>
        await StartAsync(Slow("00:18:59.999"), $"--RabbitMq:Url={broker.Uri}", Timeout);

    [Test]
    public void What_does_not_is_named_with_what_to_do()
    {
        var slow = Slow("00:19:00", "00:10:00", "01:00:00");

        var error = Assert.CatchAsync<StartupException>(() =>
            StartAsync(slow, $"--RabbitMq:Url={broker.Uri}", Timeout)
        );

        Assert.That(
            error.Message,
            Does.Contain("RabbitMq:ConsumerTimeout (RABBITMQ_CONSUMER_TIMEOUT), which is 00:20:00")
                .And.Contain(
                    "Setting:0 is 00:19:00, so that with 00:01:00 beside it a message of queue may take 00:20:00"
                )
                .And.Contain("Setting:2 is 01:00:00")
                .And.Contain("consumer_timeout = 3720000 into rabbitmq.conf")
                .And.Contain("set RabbitMq:ConsumerTimeout to 01:02:00")
                .And.Not.Contain("Setting:1")
        );
    }

    [Test]
    public async Task A_broker_without_a_time_out_takes_nothing_back() =>
        await StartAsync(Slow("7.00:00:00"), $"--RabbitMq:Url={broker.Uri}", "--RabbitMq:ConsumerTimeout=0");

    [Test]
    public async Task In_memory_nothing_is_taken_back() =>
        await StartAsync(Slow("7.00:00:00"), "--RabbitMq:Url=", Timeout);

    async Task StartAsync(ILongestDeliveries deliveries, params string[] settings)
    {
        var host = installation.CreateBuilder([.. settings, "--Logging:Level=Fatal"]);
        host.Services.AddSingleton(deliveries);
        await using var app = host.Build();
        await app.MigrateDatabaseAsync();
        await app.StartAsync();
        await app.StopAsync();
    }

    static SlowStages Slow(params string[] limits) => new([.. limits.Select(TimeSpan.Parse)]);

    sealed class SlowStages(IReadOnlyList<TimeSpan> limits) : ILongestDeliveries
    {
        public IEnumerable<LongestDelivery> Find() =>
            limits.Select(
                (limit, number) => new LongestDelivery("queue", $"Setting:{number}", limit, TimeSpan.FromMinutes(1))
            );
    }
}
