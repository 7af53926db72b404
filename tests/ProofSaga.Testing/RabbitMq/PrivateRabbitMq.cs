using ProofSaga.LocalServers.Processes;
using ProofSaga.LocalServers.RabbitMq;

namespace ProofSaga.Testing.RabbitMq;

/// <summary>A RabbitMQ node of one test's own, which can be stopped and started again, which takes seconds. Gone with us.</summary>
public sealed class PrivateRabbitMq : IAsyncDisposable
{
    readonly LocalRabbitMq node;

    PrivateRabbitMq(LocalRabbitMq node)
    {
        this.node = node;
        Server = new RabbitMqServer(node.AmqpUri, node.ManagementUri);
    }

    public RabbitMqServer Server { get; }

    /// <inheritdoc cref="LocalRabbitMq.StartAsync"/>
    public static async Task<PrivateRabbitMq> StartAsync()
    {
        try
        {
            return new PrivateRabbitMq(await LocalRabbitMq.StartAsync());
        }
        catch (ServerStartException exception)
        {
            throw new ServerStartException(
                $"{exception.Message}\nOr name a running server in {RabbitMqServer.EnvironmentName}.",
                exception
            );
        }
    }

    /// <inheritdoc cref="LocalRabbitMq.StopAsync"/>
    public Task StopAsync() => node.StopAsync();

    /// <inheritdoc cref="LocalRabbitMq.KillAsync"/>
    public Task KillAsync() => node.KillAsync();

    /// <inheritdoc cref="LocalRabbitMq.StartAgainAsync"/>
    public Task StartAgainAsync() => node.StartAgainAsync();

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
