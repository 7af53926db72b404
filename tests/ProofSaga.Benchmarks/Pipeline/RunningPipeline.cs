using System.Globalization;
using Npgsql;
using ProofSaga.Benchmarks.Measuring;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.RabbitMq;
using ProofSaga.Testing.Services;

namespace ProofSaga.Benchmarks.Pipeline;

/// <summary>Every service that a proof without publication needs, each a process, on one database and one virtual host.</summary>
sealed class RunningPipeline : IAsyncDisposable
{
    /// <summary>
    /// How long a consumed message is remembered: short, so that forgetting it is part of what is measured, and longer than a
    /// delivery can take here.
    /// </summary>
    static readonly TimeSpan DuplicateDetectionWindow = TimeSpan.FromSeconds(10);

    readonly DirectoryInfo data = Directory.CreateTempSubdirectory("proofsaga-bench-data-");
    readonly List<ServiceProcess> services = [];
    readonly NpgsqlDataSource database;

    RunningPipeline(TestDatabase database) => this.database = NpgsqlDataSource.Create(database.ConnectionString);

    /// <summary>How the processes are told apart by their command lines.</summary>
    public static IReadOnlyList<(string Command, string Name)> ProcessNames { get; } =
    [
        .. ServicePrograms.All.Select(service => (Path.GetFileName(service.File), service.Name)),
        ("postgres", "Postgres"),
        ("rabbitmq", "RabbitMQ"),
    ];

    public static async Task<RunningPipeline> StartAsync(
        TestDatabase database,
        TestVirtualHost broker,
        CancellationToken cancellationToken
    )
    {
        var pipeline = new RunningPipeline(database);
        var environment = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = database.ConnectionString,
            ["RABBITMQ_URL"] = broker.Uri.OriginalString,
            ["DataDirectory"] = pipeline.data.FullName,
            ["Messaging__DuplicateDetectionWindow"] = DuplicateDetectionWindow.ToString(
                "c",
                CultureInfo.InvariantCulture
            ),
        };
        foreach (var (name, file) in ServicePrograms.All)
            pipeline.services.Add(ServiceProcess.Start(name, BuiltPrograms.PathOf(file), environment));
        await Task.WhenAll(pipeline.services.Select(service => service.WaitUntilReadyAsync(cancellationToken)));
        return pipeline;
    }

    public static Dictionary<string, double> ReadCpuTimes() => CpuTimes.Read(ProcessNames);

    /// <summary>Waits until every message is delivered and every consumed one forgotten.</summary>
    public Task WaitUntilCleanAsync(CancellationToken cancellationToken) =>
        Eventually.HoldsAsync(() => IsCleanAsync(cancellationToken), "inbox and outbox are empty");

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(services.Select(service => service.DisposeAsync().AsTask()));
        await database.DisposeAsync();
        data.Delete(recursive: true);
    }

    /// <summary>In a transaction that is rolled back: asking must not count as a commit.</summary>
    async Task<bool> IsCleanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT NOT EXISTS (SELECT FROM "InboxState")
                AND NOT EXISTS (SELECT FROM "OutboxState") AND NOT EXISTS (SELECT FROM "OutboxMessage")
            """,
            connection,
            transaction
        );
        var isClean = (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        await transaction.RollbackAsync(cancellationToken);
        return isClean;
    }
}
