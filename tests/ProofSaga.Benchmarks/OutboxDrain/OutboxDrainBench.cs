using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ProofSaga.Benchmarks.Orchestration;
using ProofSaga.Benchmarks.Pipeline;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;
using RabbitMQ.Client;

namespace ProofSaga.Benchmarks.OutboxDrain;

/// <summary>How fast nodes bring waiting outboxes, one message each, to RabbitMQ.</summary>
sealed class OutboxDrainBench
{
    /// <summary>How many scopes save side by side while the backlog is made.</summary>
    const int Writers = 16;

    readonly TestDatabase database;
    readonly TestVirtualHost broker;
    readonly int outboxes;

    OutboxDrainBench(TestDatabase database, TestVirtualHost broker, int outboxes)
    {
        this.database = database;
        this.broker = broker;
        this.outboxes = outboxes;
    }

    public static async Task<DrainFigures> RunAsync(
        PostgresServer postgres,
        RabbitMqServer rabbitMq,
        int outboxes,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        await using var backlog = await postgres.CreateDatabaseAsync(cancellationToken);
        await using var virtualHost = await rabbitMq.CreateVirtualHostAsync(cancellationToken);
        var bench = new OutboxDrainBench(backlog, virtualHost, outboxes);
        say($"Draining {outboxes} outboxes by one node");
        var oneNode = await bench.DrainAsync(nodes: 1, cancellationToken);
        say($"Draining {outboxes} outboxes by two nodes");
        var twoNodes = await bench.DrainAsync(nodes: 2, cancellationToken);
        return new(oneNode, twoNodes);
    }

    /// <returns>Outboxes per second, from the first message in the queue until nothing waits any more.</returns>
    async Task<double> DrainAsync(int nodes, CancellationToken cancellationToken)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync(
            cancellationToken
        );
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await PrepareQueueAsync(channel, cancellationToken);
        await FillAsync(cancellationToken);

        var processes = Enumerable.Range(0, nodes).Select(_ => StartNode()).ToArray();
        try
        {
            await Eventually.HoldsAsync(
                async () => await channel.MessageCountAsync("drain", cancellationToken) > 0,
                "the first message arrives"
            );
            var watch = Stopwatch.StartNew();
            await Eventually.HoldsAsync(() => IsDrainedAsync(cancellationToken), "every outbox is drained");
            var seconds = watch.Elapsed.TotalSeconds;
            var arrived = await channel.MessageCountAsync("drain", cancellationToken);
            return arrived == outboxes
                ? outboxes / seconds
                : throw new InvalidOperationException($"{arrived} messages of {outboxes} outboxes arrived.");
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }
    }

    static async Task PrepareQueueAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.QueueDeclareAsync(
            "drain",
            durable: true,
            exclusive: false,
            autoDelete: false,
            cancellationToken: cancellationToken
        );
        await channel.ExchangeDeclareAsync(
            "drain",
            ExchangeType.Fanout,
            durable: true,
            cancellationToken: cancellationToken
        );
        await channel.QueueBindAsync("drain", "drain", "", cancellationToken: cancellationToken);
        await channel.QueuePurgeAsync("drain", cancellationToken);
    }

    /// <summary>Each outbox by a transaction of its own, as an application would; only making them need not wait for the disk.</summary>
    async Task FillAsync(CancellationToken cancellationToken)
    {
        var quick = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Options = "-c synchronous_commit=off",
        };
        using var writer = DrainNode.Create(quick.ConnectionString, broker.Uri, delivers: false);
        await using (var scope = writer.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<DrainDbContext>()
                .Database.EnsureCreatedAsync(cancellationToken);

        await writer.StartAsync(cancellationToken);
        await writer
            .Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, cancellationToken);
        await Parallel.ForAsync(
            0,
            outboxes,
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (number, token) => await WriteAsync(writer.Services, number, token)
        );
        await writer.StopAsync(cancellationToken);
    }

    static async Task WriteAsync(IServiceProvider services, int number, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var sender = await scope
            .ServiceProvider.GetRequiredService<ISendEndpointProvider>()
            .GetSendEndpoint(DrainNode.Destination);
        await sender.Send(
            new SomethingHappened(Guid.NewGuid(), number, "one message of one transaction"),
            cancellationToken
        );
        await scope.ServiceProvider.GetRequiredService<DrainDbContext>().SaveChangesAsync(cancellationToken);
    }

    GuardedProcess StartNode() =>
        GuardedProcess.Start(
            new GuardedProcessOptions
            {
                Folder = Directory.CreateTempSubdirectory("proofsaga-bench-").FullName,
                Command = ["dotnet", ServicePrograms.Benchmarks, DrainNodeCommand.Name],
                Environment = new Dictionary<string, string>
                {
                    [DrainNodeCommand.Database] = database.ConnectionString,
                    [DrainNodeCommand.Broker] = broker.Uri.OriginalString,
                },
            }
        );

    async Task<bool> IsDrainedAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("""SELECT NOT EXISTS (SELECT FROM "OutboxState")""", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
