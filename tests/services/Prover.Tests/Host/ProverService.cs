using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Verification;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Secrets;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.Proving;

namespace ProofSaga.Prover.Tests.Host;

/// <summary>The service with its production registrations, an in-memory bus and a database of its own.</summary>
sealed class ProverService : IAsyncDisposable
{
    readonly WebApplication app;
    readonly string folder;
    readonly TestDatabase? postgres;

    ProverService(WebApplication app, string folder, TestDatabase? postgres)
    {
        (this.app, this.folder, this.postgres) = (app, folder, postgres);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        Reproves = ReproveMeter.Of(app.Services);
    }

    public CapturedLog Log { get; } = new();

    /// <summary>How this process calls itself.</summary>
    public string Worker => app.Services.GetRequiredService<WorkerIdentity>().Name;

    /// <summary>Nothing is generated again: at the end there is none, unless the test has forced it.</summary>
    public ReproveMeter Reproves { get; }

    public Answers Answers => app.Services.GetRequiredService<Answers>();

    public ScriptedProofSystem Scripted => app.Services.GetRequiredService<ScriptedProofSystem>();

    public DatabaseOutage Outage => app.Services.GetRequiredService<DatabaseOutage>();

    public string ArtifactsFolder => Path.Combine(folder, "artifacts");

    public IArtifactStore Artifacts => app.Services.GetRequiredService<IArtifactStore>();

    /// <param name="infraDirectory">Null: the repository's, with the shipped circuits.</param>
    /// <param name="settings">As <c>--Section:Key=value</c>.</param>
    public static async Task<ProverService> StartAsync(
        DatabaseKind database = DatabaseKind.Sqlite,
        int slots = 1,
        string? infraDirectory = null,
        params string[] settings
    ) =>
        await StartAsync(
            database,
            database == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null,
            slots,
            infraDirectory,
            settings
        );

    /// <summary>On a Postgres that a test may stop.</summary>
    public static async Task<ProverService> StartAsync(PostgresServer server) =>
        await StartAsync(DatabaseKind.Postgres, await server.CreateDatabaseAsync(), slots: 1, infraDirectory: null, []);

    static async Task<ProverService> StartAsync(
        DatabaseKind database,
        TestDatabase? server,
        int slots,
        string? infraDirectory,
        string[] settings
    )
    {
        var data = Directory.CreateTempSubdirectory("proofsaga-prover-").FullName;
        var host = ProofSagaHost.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:Level=Fatal",
            "--Logging:LogLevel:Default=Trace",
            "--RabbitMq:Url=",
            $"--InfraDirectory={infraDirectory ?? RepositoryRoot.Infra}",
            $"--DataDirectory={data}",
            $"--Database:Url={server?.ConnectionString}",
            $"--Prover:ProvingProcesses={slots}",
            "--Prover:SingleThread=true",
            .. settings,
        ]);
        host.AddProver();
        host.Services.AddSingleton<ScriptedProofSystem>();
        host.Services.AddSingleton<IProofSystem>(services => services.GetRequiredService<ScriptedProofSystem>());
        host.Services.AddSingleton<Answers>();
        host.Services.AddSingleton(new DatabaseOutage(database));
        host.Services.ConfigureDbContext<ProofSagaDbContext>(
            (services, options) => options.AddInterceptors(services.GetRequiredService<DatabaseOutage>())
        );
        host.ConfigureBus(bus =>
            bus.AddConsumer<AnswerConsumer>()
                .Endpoint(endpoint =>
                {
                    endpoint.PrefetchCount = 1;
                    endpoint.ConcurrentMessageLimit = 1;
                })
        );
        var service = new ProverService(host.Build(), data, server);
        try
        {
            await service.app.MigrateDatabaseAsync();
            await service.app.StartAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public T Resolve<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Stores an accepted proof, <c>scripted</c> unless it is changed.</summary>
    public async Task<Guid> AddProofAsync(Action<Proof>? change = null, JsonElement? inputs = null)
    {
        var proof = new Proof
        {
            Id = Guid.CreateVersion7(),
            Circuit = "preimage",
            CircuitVersion = 1,
            ProofSystem = ScriptedProofSystem.Name,
            Client = "test",
            Status = ProofStatus.Generating,
            Attempt = 1,
            CreatedAt = DateTime.UnixEpoch,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(inputs ?? Examples.First);
        proof.ProtectedInputs = app.Services.GetRequiredService<InputProtector>().Protect(proof.Id, json);
        change?.Invoke(proof);
        await InDatabaseAsync(async db =>
        {
            db.Add(proof);
            return await db.SaveChangesAsync();
        });
        return proof.Id;
    }

    public Task<Proof> ProofAsync(Guid proofId) =>
        InDatabaseAsync(db => db.Proofs.AsNoTracking().SingleAsync(proof => proof.Id == proofId));

    public Task SetAsync(Guid proofId, Action<Proof> change) =>
        InDatabaseAsync(async db =>
        {
            change(await db.Proofs.SingleAsync(proof => proof.Id == proofId));
            return await db.SaveChangesAsync();
        });

    public async Task<T> InDatabaseAsync<T>(Func<ProofSagaDbContext, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>());
    }

    /// <summary>The next publication of such a message fails, as it does when the broker is away.</summary>
    public void RefuseOnce<T>()
        where T : class =>
        app.Services.GetRequiredService<IBusControl>().ConnectPublishObserver(new PublicationOutage<T>());

    public Task OrderAsync(Guid proofId, int attempt = 1) =>
        SendAsync("generate-proof", new GenerateProof(proofId, attempt, "preimage", "any"));

    /// <summary>Orders it where the orders of instant proof systems wait.</summary>
    public Task OrderInstantAsync(Guid proofId) =>
        SendAsync("generate-instant-proof", new GenerateProof(proofId, 1, "preimage", "any"));

    /// <summary>Orders the check where those of instant proof systems wait.</summary>
    public Task OrderInstantCheckAsync(Guid proofId) =>
        SendAsync("verify-instant-proof", new VerifyProof(proofId, 1, "preimage", "any"));

    public Task OrderCheckAsync(Guid proofId, int attempt = 1) =>
        SendAsync("verify-proof", new VerifyProof(proofId, attempt, "preimage", "any"));

    /// <summary>Orders a proof and waits until it is told of.</summary>
    public async Task<ProofGenerated> GenerateAsync(Guid proofId, int attempt = 1)
    {
        await OrderAsync(proofId, attempt);
        return await Answers.NextAsync<ProofGenerated>(proofId);
    }

    /// <summary>Orders a proof and waits until its failure is told of.</summary>
    public async Task<ProofGenerationFailed> FailAsync(Guid proofId, int attempt = 1)
    {
        await OrderAsync(proofId, attempt);
        return await Answers.NextAsync<ProofGenerationFailed>(proofId);
    }

    /// <summary>
    /// Waits until all orders so far are consumed and what they told has arrived: with one slot orders are taken one by
    /// one, and answers always are, so that they have when one more order is answered.
    /// </summary>
    public async Task SettleGeneratingAsync() => await GenerateAsync(await AddProofAsync());

    /// <summary>The same for orders to check a proof.</summary>
    public async Task SettleVerifyingAsync()
    {
        var proofId = await AddProofAsync(proof =>
        {
            proof.Status = ProofStatus.Verifying;
            proof.Document = [];
        });
        await OrderCheckAsync(proofId);
        await Answers.NextAsync<ProofVerified>(proofId);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Log.Dispose();
        SqliteConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        Reproves.Dispose();
    }

    async Task SendAsync<T>(string queue, T order)
        where T : class
    {
        var endpoint = await app.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(order);
    }
}
