using System.Diagnostics;
using System.Security.Cryptography;
using ProofSaga.Testing.Processes;

namespace ProofSaga.Testing.RabbitMq;

/// <summary>
/// A RabbitMQ node of our own: own folder, name, cookie and port mapper, free ports of 127.0.0.1. It can be stopped and started again, which takes seconds,
/// and is gone with us.
/// </summary>
public sealed class PrivateRabbitMq : IAsyncDisposable
{
    /// <summary>Debian's scripts as they are made by RabbitMQ; the ones in <c>/usr/sbin</c> insist on the user of the system's own node.</summary>
    const string BinariesFolder = "/usr/lib/rabbitmq/bin";

    const string Administrator = "proofsaga";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(100);

    /// <summary>Another process may take a free port first; more than a few times in a row is no accident.</summary>
    const int PortAttempts = 3;

    /// <summary>The data is thrown away, so nothing needs to be written.</summary>
    const string StopSignal = "KILL";

    /// <summary>
    /// Erlang refuses a cookie that others may read. The node finds a port mapper (epmd) running and does not start one that outlives it;
    /// ours is in the node's process group and ends with it.
    /// </summary>
    const string ServerScript = """
        chmod 400 "$HOME/.erlang.cookie"
        epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 &
        until epmd -port "$ERL_EPMD_PORT" -names; do sleep 0.05; done
        exec "$1/rabbitmq-server"
        """;

    readonly GuardedProcess process;
    readonly int amqpPort;

    PrivateRabbitMq(GuardedProcess process, RabbitMqServer server, int amqpPort)
    {
        this.process = process;
        this.amqpPort = amqpPort;
        Server = server;
    }

    public RabbitMqServer Server { get; }

    /// <summary>Starts the node and waits until it takes AMQP connections.</summary>
    /// <exception cref="ServerStartException">RabbitMQ is not installed, or it did not answer in time.</exception>
    public static async Task<PrivateRabbitMq> StartAsync()
    {
        if (!File.Exists(Path.Combine(BinariesFolder, "rabbitmq-server")))
        {
            throw new ServerStartException(
                $"No RabbitMQ in {BinariesFolder}. Install the Debian package 'rabbitmq-server' "
                    + $"(apt-get install rabbitmq-server), or name a running server in {RabbitMqServer.EnvironmentName}."
            );
        }

        for (var attempt = 1; ; attempt++)
        {
            var password = RandomNumberGenerator.GetHexString(32);
            var amqpPort = LoopbackPort.FindFreeForRestarts();
            var managementPort = LoopbackPort.FindFreeForRestarts();
            var amqp = new Uri($"amqp://{Administrator}:{password}@127.0.0.1:{amqpPort}");
            var management = new Uri($"http://127.0.0.1:{managementPort}");

            var process = await StartNodeAsync(amqpPort, managementPort, password);
            var node = new PrivateRabbitMq(process, new RabbitMqServer(amqp, management), amqpPort);
            if (await node.IsListeningAsync())
                return node;

            var log = process.ReadLog();
            await process.DisposeAsync();
            if (attempt == PortAttempts || !log.Contains("eaddrinuse", StringComparison.Ordinal))
                throw NotStarted(log);
        }
    }

    /// <summary>Stops the node as an administrator does; waits until it has ended.</summary>
    public Task StopAsync() => process.EndAsync("TERM");

    /// <summary>Kills the node, as a crash does; waits until it has ended.</summary>
    public Task KillAsync() => process.EndAsync("KILL");

    /// <summary>Starts the stopped node on the same ports and data, and waits until it takes AMQP connections.</summary>
    /// <exception cref="ServerStartException">It did not answer in time.</exception>
    public async Task StartAgainAsync()
    {
        await process.StartAgainAsync();
        if (!await IsListeningAsync())
            throw NotStarted(process.ReadLog());
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    static ServerStartException NotStarted(string log) =>
        new($"RabbitMQ ended or did not answer within {StartTimeout.TotalSeconds} s. Its log:\n{log}");

    static async Task<GuardedProcess> StartNodeAsync(int amqpPort, int managementPort, string password)
    {
        var folder = Directory.CreateTempSubdirectory("proofsaga-rabbitmq-").FullName;
        await WriteAsync(".erlang.cookie", RandomNumberGenerator.GetHexString(40));
        await WriteAsync("enabled_plugins", "[rabbitmq_management].");
        await WriteAsync("advanced.config", "[].");
        await WriteAsync(
            "rabbitmq.conf",
            $"""
            listeners.tcp.1 = 127.0.0.1:{amqpPort}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {managementPort}
            default_user = {Administrator}
            default_pass = {password}

            """
        );

        var environment = new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["ERL_EPMD_PORT"] = $"{LoopbackPort.FindFreeForRestarts()}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"{Path.GetFileName(folder)}@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{LoopbackPort.FindFreeForRestarts()}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["RABBITMQ_CONF_ENV_FILE"] = InFolder("no-rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = InFolder("rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = InFolder("advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = InFolder("enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = InFolder("mnesia"),
            ["RABBITMQ_LOG_BASE"] = InFolder("log"),
            ["RABBITMQ_LOGS"] = "-",
            // RabbitMQ's script then becomes the node instead of staying its parent
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        };
        return GuardedProcess.Start(
            folder,
            StopSignal,
            ["sh", "-c", ServerScript, "rabbitmq", BinariesFolder],
            environment
        );

        string InFolder(string name) => Path.Combine(folder, name);

        Task WriteAsync(string name, string content) => File.WriteAllTextAsync(InFolder(name), content);
    }

    async Task<bool> IsListeningAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartTimeout && !process.HasExited)
        {
            if (await Server.IsListeningAsync(amqpPort))
                return true;

            await Task.Delay(TimeBetweenQuestions);
        }

        return false;
    }
}
