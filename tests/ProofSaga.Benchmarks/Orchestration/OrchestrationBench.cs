using System.Diagnostics;
using Npgsql;
using ProofSaga.Benchmarks.Load;
using ProofSaga.Benchmarks.Measuring;
using ProofSaga.Benchmarks.OutboxDrain;
using ProofSaga.Benchmarks.Pipeline;
using ProofSaga.LocalServers.Postgres;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Benchmarks.Orchestration;

/// <summary>
/// Runs the services as processes on a RabbitMQ and a Postgres of their own (with fsync), sends instant proofs through them, and asks
/// the operating system and Postgres what that cost. pgbench runs on the same server between the rounds.
/// </summary>
public sealed class OrchestrationBench
{
    /// <summary>RabbitMQ counts for its management API every 5 seconds.</summary>
    static readonly TimeSpan BrokerCountInterval = TimeSpan.FromSeconds(6);

    readonly OrchestrationSize size;
    readonly Action<string> say;
    readonly PgBench pgBench;
    readonly DatabaseMeter meter;
    readonly RunningPipeline pipeline;
    readonly ProofLoad load;
    readonly TestVirtualHost broker;

    OrchestrationBench(
        OrchestrationSize size,
        Action<string> say,
        PgBench pgBench,
        DatabaseMeter meter,
        RunningPipeline pipeline,
        ProofLoad load,
        TestVirtualHost broker
    )
    {
        this.size = size;
        this.say = say;
        this.pgBench = pgBench;
        this.meter = meter;
        this.pipeline = pipeline;
        this.load = load;
        this.broker = broker;
    }

    /// <param name="say">Takes a line for each step.</param>
    public static async Task<OrchestrationReport> RunAsync(
        OrchestrationSize size,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        say("Starting Postgres and RabbitMQ");
        await using var postgres = await PrivatePostgres.StartAsync(
            new LocalPostgresOptions { Settings = DatabaseMeter.ServerSettings }
        );
        await using var rabbitMq = await PrivateRabbitMq.StartAsync();
        await using var database = await postgres.Server.CreateDatabaseAsync(cancellationToken);
        await using var virtualHost = await rabbitMq.Server.CreateVirtualHostAsync(cancellationToken);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres" };
        await using var serverSource = NpgsqlDataSource.Create(server);
        var commits = new PgBench(server);
        await commits.PrepareAsync(cancellationToken);
        var counters = new DatabaseMeter(serverSource, database.Name);
        await counters.PrepareAsync(cancellationToken);

        OrchestrationReport report;
        say("Starting the services");
        await using (var services = await RunningPipeline.StartAsync(database, virtualHost, cancellationToken))
        await using (var producer = await ProofLoad.StartAsync(virtualHost.Uri, cancellationToken))
        {
            var bench = new OrchestrationBench(size, say, commits, counters, services, producer, virtualHost);
            report = await bench.MeasureAsync(cancellationToken);
        }

        return size.Outboxes == 0
            ? report
            : report with
            {
                Drain = await OutboxDrainBench.RunAsync(
                    postgres.Server,
                    rabbitMq.Server,
                    size.Outboxes,
                    say,
                    cancellationToken
                ),
            };
    }

    async Task<OrchestrationReport> MeasureAsync(CancellationToken cancellationToken)
    {
        say($"Warming up: {size.WarmUp} proofs");
        await load.RunAsync(size.WarmUp, size.InFlight, cancellationToken);
        await pipeline.WaitUntilCleanAsync(cancellationToken);

        var published = await CountPublishedAsync(cancellationToken);
        var before = await meter.ReadAsync(cancellationToken);
        var rounds = new List<OrchestrationRound>();
        for (var round = 0; round < size.Rounds; round++)
            rounds.Add(await RoundAsync(cancellationToken));
        var after = await meter.ReadAsync(cancellationToken);
        published = await CountPublishedAsync(cancellationToken) - published;
        var pgBenchAfterwards = await PgBenchAsync(cancellationToken);

        say($"Latency: {size.LatencyProofs} proofs, one after the other");
        var latency = Latencies.Of(await load.RunAsync(size.LatencyProofs, inFlight: 1, cancellationToken));

        var proofs = size.Proofs * size.Rounds;
        var statements = DatabaseFigures.Between(before, after, proofs);
        return new OrchestrationReport(
            size,
            rounds,
            pgBenchAfterwards,
            CommitsPerProof: (double)(after.Commits - before.Commits) / proofs,
            QueriesPerProof: DatabaseFigures.Queries(statements),
            HopsPerProof: (double)published / proofs,
            statements,
            latency,
            Drain: null
        );
    }

    async Task<OrchestrationRound> RoundAsync(CancellationToken cancellationToken)
    {
        var pgBenchBefore = await PgBenchAsync(cancellationToken);
        var cpu = RunningPipeline.ReadCpuTimes();
        var wal = await meter.ReadWalAsync(cancellationToken);

        var watch = Stopwatch.StartNew();
        await load.RunAsync(size.Proofs, size.InFlight, cancellationToken);
        var proofsPerSecond = size.Proofs / watch.Elapsed.TotalSeconds;
        await pipeline.WaitUntilCleanAsync(cancellationToken);

        var cpuAfter = RunningPipeline.ReadCpuTimes();
        var walAfter = await meter.ReadWalAsync(cancellationToken);
        say($"{size.Proofs} proofs: {proofsPerSecond:0} per second");
        return new(
            pgBenchBefore,
            proofsPerSecond,
            cpuAfter.ToDictionary(process => process.Key, process => (process.Value - cpu[process.Key]) / size.Proofs),
            (double)(walAfter - wal) / size.Proofs
        );
    }

    async Task<double> PgBenchAsync(CancellationToken cancellationToken)
    {
        var commitsPerSecond = await pgBench.MeasureAsync(size.PgBenchSeconds, cancellationToken);
        say($"pgbench -N: {commitsPerSecond:0} commits per second");
        return commitsPerSecond;
    }

    async Task<long> CountPublishedAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(BrokerCountInterval, TimeProvider.System, cancellationToken);
        return await broker.CountPublishedAsync(cancellationToken);
    }
}
