using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.DeadLetters.Tests.SetAside;

/// <summary>The production registrations on RabbitMQ and Postgres, and a client of the same broker.</summary>
sealed class RabbitMqHost : IAsyncDisposable
{
    readonly TemporaryFolder folder = new();
    readonly List<WebApplication> processes = [];
    readonly TestDatabase database;
    readonly TestVirtualHost broker;

    RabbitMqHost(TestDatabase database, TestVirtualHost broker)
    {
        this.database = database;
        this.broker = broker;
    }

    public TestVirtualHost Broker => broker;

    public CapturedLog Log { get; } = new();

    public IServiceProvider Services => processes[0].Services;

    public static async Task<RabbitMqHost> StartAsync(params string[] settings)
    {
        var host = new RabbitMqHost(
            await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
            await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync()
        );
        await host.StartProcessAsync(settings);
        return host;
    }

    public async Task StartProcessAsync(params string[] settings)
    {
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={folder.Path}",
            $"--Database:Url={database.ConnectionString}",
            $"--RabbitMq:Url={broker.Uri}",
            "--SetAside:PollInterval=00:00:00.05",
            "--Logging:Level=Warning",
            "--urls=http://127.0.0.1:0",
            .. settings,
        ]);
        host.Services.AddLogging(logging => logging.AddFilter<CapturedLog>(null, LogLevel.Information));
        host.AddDeadLetters();
        var process = host.Build();
        process.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await process.MigrateDatabaseAsync();
        await process.StartAsync();
        processes.Add(process);
        await process
            .Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
    }

    public async Task StopProcessesAsync()
    {
        foreach (var process in processes)
        {
            await process.StopAsync();
            await process.DisposeAsync();
        }

        processes.Clear();
    }

    /// <returns>Once the broker has confirmed that the message is in the queue.</returns>
    public async Task SendAsync(string queue, byte[] body, BasicProperties properties)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body);
    }

    /// <returns>The first message of a queue; it is taken out.</returns>
    public async Task<BasicGetResult> TakeAsync(string queue)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await Eventually.GetAsync(
            async () => (await channel.BasicGetAsync(queue, autoAck: true))!,
            message => message is not null,
            $"a message is in {queue}"
        );
    }

    public async Task<bool> HasQueueAsync(string queue)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync(queue);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    /// <summary>Orders that a message go back, as an operator's decision does.</summary>
    public async Task ReplayAsync(Guid letterId)
    {
        await InDatabaseAsync(db =>
            db.DeadLetters.Where(letter => letter.Id == letterId)
                .ExecuteUpdateAsync(update =>
                    update.SetProperty(letter => letter.Resolution, DeadLetterResolution.Replayed)
                )
        );
        await Services.GetRequiredService<IBus>().Publish(new ReturnMessage(letterId));
    }

    public Task<uint> CountAsync(string queue) => broker.CountMessagesAsync(queue);

    public async Task<T> InDatabaseAsync<T>(Func<ProofSagaDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>());
    }

    public Task<IReadOnlyList<SetAsideLetter>> LettersAsync() => InDatabaseAsync(SetAsideLetter.AllAsync);

    public Task<IReadOnlyList<SetAsideLetter>> LettersAsync(int count) =>
        Eventually.GetAsync(LettersAsync, letters => letters.Count >= count, $"{count} letters are stored");

    /// <summary>Runs a statement without this process's connections.</summary>
    /// <param name="inDatabase">The test's, or the server's own.</param>
    public async Task ExecuteAsync(string statement, string? inDatabase = null)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        address.Database = inDatabase ?? address.Database;
        await using var source = NpgsqlDataSource.Create(address);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The database takes no connection, and loses those that it has.</summary>
    public async Task LoseDatabaseAsync()
    {
        await ExecuteAsync($"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS false", "postgres");
        await ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}'",
            "postgres"
        );
    }

    public Task FindDatabaseAsync() =>
        ExecuteAsync($"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS true", "postgres");

    public async ValueTask DisposeAsync()
    {
        await StopProcessesAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }
}
