using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.Testing.RabbitMq;

/// <summary>A RabbitMQ virtual host that only one test uses.</summary>
public sealed class TestVirtualHost : IAsyncDisposable
{
    readonly RabbitMqManagement management;

    internal TestVirtualHost(RabbitMqManagement management, string name, Uri uri)
    {
        this.management = management;
        Name = name;
        Uri = uri;
    }

    public string Name { get; }

    /// <summary><c>amqp://user:password@host:port/name</c>.</summary>
    public Uri Uri { get; }

    /// <summary>The server's management UI and HTTP API, for the same user.</summary>
    public Uri ManagementUri => management.Address;

    /// <summary>A connection of any AMQP client; it does not reconnect.</summary>
    public Task<IConnection> ConnectAsync() =>
        new ConnectionFactory { Uri = Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    /// <summary>Messages in a queue, without those that a consumer has in hand; none if there is no such queue.</summary>
    public async Task<uint> CountMessagesAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException absent) when (absent.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }

    /// <summary>Messages that clients have published here so far; the broker counts them every few seconds.</summary>
    public Task<long> CountPublishedAsync(CancellationToken cancellationToken = default) =>
        management.CountPublishedAsync(Name, cancellationToken);

    /// <summary>Makes the virtual host again after it was disposed: as if an empty broker had taken its place.</summary>
    public Task CreateAgainAsync(CancellationToken cancellationToken = default) =>
        management.CreateVirtualHostAsync(Name, cancellationToken);

    /// <summary>Deletes the virtual host with all that is in it; open connections are closed.</summary>
    public async ValueTask DisposeAsync() => await management.DeleteVirtualHostAsync(Name);
}
