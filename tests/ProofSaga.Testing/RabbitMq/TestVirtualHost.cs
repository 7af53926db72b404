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

    /// <summary>Deletes the virtual host with all that is in it; open connections are closed.</summary>
    public async ValueTask DisposeAsync() => await management.DeleteVirtualHostAsync(Name);
}
