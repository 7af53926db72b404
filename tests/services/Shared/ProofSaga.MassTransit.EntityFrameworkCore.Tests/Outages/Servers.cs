using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>A database server and a broker that a test may stop.</summary>
sealed record Servers(PrivatePostgres Postgres, PrivateRabbitMq RabbitMq) : IAsyncDisposable
{
    public static async Task<Servers> StartAsync()
    {
        var (postgres, rabbitMq) = (PrivatePostgres.StartAsync(), PrivateRabbitMq.StartAsync());
        return new Servers(await postgres, await rabbitMq);
    }

    public Task BeginAsync(Outage outage) =>
        outage switch
        {
            Outage.DatabaseStopped => Postgres.StopAsync(),
            Outage.DatabaseKilled => Postgres.KillAsync(),
            Outage.BrokerStopped => RabbitMq.StopAsync(),
            Outage.BothKilled => Task.WhenAll(Postgres.KillAsync(), RabbitMq.KillAsync()),
            _ => throw new ArgumentOutOfRangeException(nameof(outage), outage, "unknown outage"),
        };

    public Task EndAsync(Outage outage) =>
        outage switch
        {
            Outage.BrokerStopped => RabbitMq.StartAgainAsync(),
            Outage.BothKilled => Task.WhenAll(Postgres.StartAgainAsync(), RabbitMq.StartAgainAsync()),
            _ => Postgres.StartAgainAsync(),
        };

    public async ValueTask DisposeAsync()
    {
        await RabbitMq.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
