using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProofSaga.DeadLetters;
using ProofSaga.Ethereum.Local;
using ProofSaga.Hosting;
using ProofSaga.Intake;
using ProofSaga.Orchestrator;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Secrets;
using ProofSaga.Prover;
using ProofSaga.Publisher;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.Proving;
using ProofSaga.Testing.RabbitMq;
using ProofSaga.Testing.Services;
using SetAsideMessage = ProofSaga.SystemTests.Messages.SetAsideMessage;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>Every service in a host of its own, as its Program.cs makes it, on a broker, a database and a chain of this test's own.</summary>
sealed class Installation : IAsyncDisposable
{
    const int LogLinesOfFailure = 100;

    readonly string folder = Directory.CreateTempSubdirectory("proofsaga-distributed-").FullName;
    readonly List<WebApplication> services = [];
    readonly List<ServiceProcess> processes = [];
    readonly ConcurrentDictionary<string, CapturedLog> logs = new();
    readonly ConcurrentBag<ReproveMeter> reproves = [];
    readonly TestDatabase database;
    readonly TestVirtualHost broker;
    readonly LocalChainFixture chain;
    readonly string[] settings;

    Installation(TestDatabase database, TestVirtualHost broker, LocalChainFixture chain, string[] settings)
    {
        this.settings = settings;
        this.database = database;
        this.broker = broker;
        this.chain = chain;
        File.WriteAllText(SecretKeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    public Uri BrokerUri => broker.Uri;

    public BrokerTopology Topology => new(broker.ManagementUri, broker.Uri);

    /// <summary>What the services' own buses bind when they connect, each for its consumers.</summary>
    public IEnumerable<BrokerBinding> BindingsOfServices =>
        services.SelectMany(service => BusProbe.ExchangeBindings(service.Services.GetRequiredService<IBusControl>()));

    public Uri RpcUrl => chain.Chain.RpcUrl;

    /// <summary>Intake's, once it runs.</summary>
    public ProofApi Api { get; private set; } = null!;

    string SecretKeyFile => Path.Combine(folder, "secret.key");

    /// <param name="settings">Of every service: <c>--Section:Key=value</c>.</param>
    public static async Task<Installation> PrepareAsync(params string[] settings)
    {
        var startingBroker = (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        var startingDatabase = (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var startingChain = LocalChainFixture.StartAsync();
        return new Installation(await startingDatabase, await startingBroker, await startingChain, settings);
    }

    /// <param name="own">Settings of this process alone.</param>
    public async Task StartIntakeAsync(params string[] own) =>
        Api = new ProofApi(new Uri((await StartAsync("intake", host => host.AddIntake(), own)).Urls.Single()));

    /// <inheritdoc cref="StartIntakeAsync"/>
    public Task StartOrchestratorAsync(params string[] own) =>
        StartAsync("orchestrator", host => host.AddOrchestrator(), own);

    /// <inheritdoc cref="StartIntakeAsync"/>
    public Task StartProverAsync(params string[] own) => StartAsync("prover", host => host.AddProver(), own);

    /// <inheritdoc cref="StartIntakeAsync"/>
    public Task<WebApplication> StartPublisherAsync(params string[] own) =>
        StartAsync("publisher", host => host.AddPublisher(), own);

    public Task StartDeadLettersAsync() => StartAsync("dead-letters", host => host.AddDeadLetters());

    /// <summary>One service as a process, on the same servers, once it is ready; it ends with the installation.</summary>
    /// <inheritdoc cref="Launch"/>
    public async Task<ServiceProcess> StartProcessAsync(string program, params string[] own)
    {
        var process = Launch(program, own);
        await process.WaitUntilReadyAsync(CancellationToken.None);
        return process;
    }

    /// <summary>The same, without waiting for anything.</summary>
    /// <param name="program">From <see cref="BuiltPrograms"/>.</param>
    /// <param name="own">Settings of this process alone.</param>
    public ServiceProcess Launch(string program, params string[] own)
    {
        var name = Path.GetFileNameWithoutExtension(program);
        var process = ServiceProcess.Start(
            name,
            program,
            SettingsOf(name, own)
                .Where(setting => !setting.StartsWith("--Urls", StringComparison.Ordinal))
                .Select(setting => setting.TrimStart('-').Split('=', 2))
                .ToDictionary(
                    setting => setting[0].Replace(":", "__", StringComparison.Ordinal),
                    setting => setting[1],
                    StringComparer.Ordinal
                )
        );
        processes.Add(process);
        return process;
    }

    /// <summary>Messages that wait in a queue, without those that a consumer has in hand.</summary>
    public Task<uint> CountMessagesAsync(string queue) => broker.CountMessagesAsync(queue);

    /// <summary>All five at once, as a container platform does.</summary>
    public Task StartAllAsync() =>
        Task.WhenAll(
            StartIntakeAsync(),
            StartOrchestratorAsync(),
            StartProverAsync(),
            StartPublisherAsync(),
            StartDeadLettersAsync()
        );

    /// <summary>The broker is gone, and every connection to it.</summary>
    public async Task LoseBrokerAsync() => await broker.DisposeAsync();

    /// <summary>A broker that knows nothing takes the place of the lost one.</summary>
    public Task ReplaceBrokerAsync() => broker.CreateAgainAsync();

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() =>
        await InDatabaseAsync(db => db.DeadLetters.ToListAsync());

    /// <summary>The messages that were set aside, decrypted one at a time.</summary>
    /// <param name="mark">The header that says what each is.</param>
    public async Task<IReadOnlyList<SetAsideMessage>> SetAsideMessagesAsync(string mark)
    {
        var protector = new InputProtector(SecretKey.Load(SecretKeyFile));
        var messages = new List<SetAsideMessage>();
        foreach (var letter in (await DeadLettersAsync()).Where(letter => letter.Queue is not null))
        {
            var stored = await InDatabaseAsync(db =>
                db.SetAsideMessages.AsNoTracking().SingleAsync(message => message.DeadLetterId == letter.Id)
            );
            var plain = protector.Unprotect(letter.Id, stored.ProtectedMessage!);
            var length = BinaryPrimitives.ReadInt32BigEndian(plain);
            var properties = JsonNode.Parse(plain.AsSpan(sizeof(int), length))!;
            messages.Add(
                new(
                    letter.Queue!,
                    (string?)properties["Headers"]![mark],
                    letter.Code,
                    letter.Error,
                    letter.Attempts,
                    IsWhole: plain.Length - sizeof(int) - length == stored.BodyBytes
                )
            );
        }

        return messages;
    }

    /// <summary>How many messages no broker has yet.</summary>
    public Task<int> CountOutboxAsync() => InDatabaseAsync(db => db.Set<OutboxMessage>().CountAsync());

    public async Task<T> InDatabaseAsync<T>(Func<ProofSagaDbContext, Task<T>> read)
    {
        await using var scope = services[0].Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>());
    }

    public Task<DeadLetter> DeadLetterOfAsync(Guid proofId) =>
        Eventually.GetAsync(
            async () => (await DeadLettersAsync()).SingleOrDefault(letter => letter.ProofId == proofId)!,
            letter => letter is not null,
            $"a dead letter of {proofId}"
        );

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (TestContext.CurrentContext.Result.FailCount > 0)
            await WriteLogsAsync();
        foreach (var process in processes)
            await process.DisposeAsync();
        await Task.WhenAll(services.Select(service => service.StopAsync()));
        foreach (var service in services)
            await service.DisposeAsync();

        await chain.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        foreach (var meter in reproves)
            meter.Dispose();
    }

    /// <summary>Why a test may have failed: the last warnings and errors of the services.</summary>
    async Task WriteLogsAsync()
    {
        var last = (
            from log in logs
            from logged in log.Value.Events
            where logged.Level >= LogLevel.Warning && logged.Level != LogLevel.None
            orderby logged.At
            select $"{logged.At:HH:mm:ss.fff} {log.Key}: {logged.Category}: {logged.Text}"
        ).TakeLast(LogLinesOfFailure);
        foreach (var line in last)
            await TestContext.Out.WriteLineAsync(line);
        foreach (var process in processes)
            await TestContext.Out.WriteLineAsync($"--- process {await process.Id}\n{process.ReadLog()}");
    }

    async Task<WebApplication> StartAsync(string name, Action<ProofSagaHostBuilder> add, params string[] own)
    {
        var host = ProofSagaHost.CreateBuilder([.. SettingsOf(name, own), "--Logging:Level=Warning"]);
        host.Services.AddLogging(logging => logging.AddFilter<CapturedLog>(null, LogLevel.Warning));
        add(host);
        var service = host.Build();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs.GetOrAdd(name, _ => new CapturedLog()));
        lock (services)
            services.Add(service);
        reproves.Add(ReproveMeter.Of(service.Services));
        await service.MigrateDatabaseAsync();
        await service.StartAsync();
        return service;
    }

    IEnumerable<string> SettingsOf(string name, string[] own) =>
        [
            $"--DataDirectory={Path.Combine(folder, name)}",
            $"--ArtifactsDirectory={Path.Combine(folder, "artifacts")}",
            $"--SecretKeyFile={SecretKeyFile}",
            $"--InfraDirectory={RepositoryRoot.Infra}",
            $"--Database:Url={database.ConnectionString}",
            $"--RabbitMq:Url={broker.Uri}",
            $"--Chain:RpcUrl={RpcUrl}",
            $"--Chain:PrivateKey={DevelopmentAccounts.PrivateKeys[0]}",
            "--Chain:DeployRegistry=true",
            "--Urls=http://127.0.0.1:0",
            .. settings,
            .. own,
        ];
}
