namespace ProofSaga.Testing.RabbitMq;

/// <summary>
/// The RabbitMQ server of this test run: the one named in <c>PROOFSAGA_TEST_RABBITMQ</c>, else a private node made from the installed binaries.
/// </summary>
public sealed class RabbitMqServer
{
    /// <summary>The environment variable that names a running server: <c>amqp://user:password@host:port</c>, of an administrator.</summary>
    public const string EnvironmentName = "PROOFSAGA_TEST_RABBITMQ";

    /// <summary>The environment variable with the management address of that server, by default <c>http://host:15672</c>.</summary>
    public const string ManagementEnvironmentName = "PROOFSAGA_TEST_RABBITMQ_MANAGEMENT";

    const int DefaultManagementPort = 15672;

    static readonly Lock Gate = new();
    static Task<RabbitMqServer>? shared;

    readonly Uri amqp;
    readonly RabbitMqManagement management;

    internal RabbitMqServer(Uri amqp, Uri managementAddress)
    {
        this.amqp = amqp;
        var credentials = amqp.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var (user, password) = credentials is [{ Length: > 0 }, _]
            ? (credentials[0], credentials[1])
            : ("guest", "guest");
        management = new RabbitMqManagement(managementAddress, user, password);
    }

    /// <summary>One server for the whole test process, started by the first call; a private one ends with the process, even when it is killed.</summary>
    /// <exception cref="LocalServers.Processes.ServerStartException">No server is named and none can be started; says what to install, or shows the server's log.</exception>
    public static Task<RabbitMqServer> SharedAsync()
    {
        lock (Gate)
            return shared ??= StartAsync();
    }

    /// <summary>A virtual host of its own for one test, deleted with its queues when it is disposed.</summary>
    public async Task<TestVirtualHost> CreateVirtualHostAsync(CancellationToken cancellationToken = default)
    {
        var name = $"proofsaga-test-{Guid.NewGuid():N}";
        await management.CreateVirtualHostAsync(name, cancellationToken);
        return new TestVirtualHost(management, name, new Uri(amqp, $"/{name}"));
    }

    static async Task<RabbitMqServer> StartAsync()
    {
        var named = Environment.GetEnvironmentVariable(EnvironmentName);
        if (string.IsNullOrWhiteSpace(named))
            return (await PrivateRabbitMq.StartAsync()).Server;

        var address = new Uri(named);
        var managementAddress = Environment.GetEnvironmentVariable(ManagementEnvironmentName);
        return new RabbitMqServer(
            address,
            string.IsNullOrWhiteSpace(managementAddress)
                ? new UriBuilder("http", address.Host, DefaultManagementPort).Uri
                : new Uri(managementAddress)
        );
    }
}
