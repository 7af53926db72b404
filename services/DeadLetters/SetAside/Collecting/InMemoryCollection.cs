using MassTransit;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters.SetAside.Collecting;

/// <summary>
/// Empties the error and skipped queues of the bus in memory. They are connected before the bus starts: what is moved to a
/// queue that nobody reads is gone there.
/// </summary>
sealed class InMemoryCollection(IBusControl bus, SetAsideCollector collector, IHostApplicationLifetime lifetime)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var source in SetAsideSource.All)
        {
            bus.ConnectReceiveEndpoint(
                source.Queue,
                endpoint =>
                {
                    endpoint.ConfigureConsumeTopology = false;
                    endpoint.PrefetchCount = 1;
                    endpoint.ConcurrentMessageLimit = 1;
                    endpoint.ConfigureReceive(receive =>
                        receive.UseFilter(new CollectingFilter(source, collector, lifetime.ApplicationStopping))
                    );
                }
            );
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
