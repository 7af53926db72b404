using System.Text.Json;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Submission;
using ProofSaga.Hosting;
using ProofSaga.Orchestrator.Admission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Workers;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Orchestrator.Tests.Admission;

/// <summary>
/// The production registrations on a database of its own, built and never started: turns are taken by the test, and orders
/// stay in the outbox, where it reads them.
/// </summary>
sealed class AdmissionDesk : IAsyncDisposable
{
    readonly WebApplication app;
    readonly string folder;
    readonly TestDatabase? postgres;
    long lastOrder;
    int accepted;

    AdmissionDesk(WebApplication app, string folder, TestDatabase? postgres) =>
        (this.app, this.folder, this.postgres) = (app, folder, postgres);

    public static async Task<AdmissionDesk> OpenAsync(DatabaseKind database, params string[] settings)
    {
        var server =
            database == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        var data = Directory.CreateTempSubdirectory("proofsaga-admission-").FullName;
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={data}",
            $"--Database:Url={server?.ConnectionString}",
            "--RabbitMq:Url=",
            .. settings,
        ]);
        host.AddOrchestrator();
        var built = host.Build();
        await built.MigrateDatabaseAsync();
        return new AdmissionDesk(built, data, server);
    }

    public Vacancies Vacancies => app.Services.GetRequiredService<Vacancies>();

    /// <summary>Proofs that wait, in their order.</summary>
    public async Task<IReadOnlyList<Guid>> AddAsync(
        int count,
        string client = "client",
        ProofPriority priority = ProofPriority.Normal,
        string proofSystem = "groth16"
    )
    {
        await using var scope = OpenScope(out var db);
        var proofIds = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var proofId in proofIds)
        {
            var at = DateTime.UnixEpoch.AddSeconds(accepted++);
            db.Add(
                new Proof
                {
                    Id = proofId,
                    Status = ProofStatus.Queued,
                    Client = client,
                    Priority = priority,
                    CreatedAt = at,
                }
            );
            db.Add(
                new QueuedProof
                {
                    ProofId = proofId,
                    Pool = GenerationPools.Of(proofSystem),
                    Priority = priority,
                    Client = client,
                    Circuit = "preimage",
                    ProofSystem = proofSystem,
                    Attempt = 1,
                    EnqueuedAt = at,
                }
            );
        }

        await db.SaveChangesAsync();
        return proofIds;
    }

    public async Task AddWorkerAsync(string name, int proverSlots, int instantSlots = 0, TimeSpan unseenFor = default)
    {
        await using var scope = OpenScope(out var db);
        db.Add(
            new Worker
            {
                Name = name,
                StartedAt = DateTime.UnixEpoch,
                SeenAt = TimeProvider.System.GetUtcNow().UtcDateTime - unseenFor,
                ProverSlots = proverSlots,
                InstantSlots = instantSlots,
            }
        );
        await db.SaveChangesAsync();
    }

    public async Task SetStatusAsync(ProofStatus status, params IReadOnlyCollection<Guid> proofIds)
    {
        await using var scope = OpenScope(out var db);
        await db
            .Proofs.Where(proof => proofIds.Contains(proof.Id))
            .ExecuteUpdateAsync(update => update.SetProperty(proof => proof.Status, status));
    }

    public async Task<AdmissionOutcome> TakeTurnAsync()
    {
        await using var scope = OpenScope(out _);
        return await scope.ServiceProvider.GetRequiredService<AdmissionTurn>().RunAsync(CancellationToken.None);
    }

    /// <summary>A turn.</summary>
    /// <returns>The proofs whose generation it has ordered, in the order of the orders.</returns>
    public async Task<IReadOnlyList<Guid>> OrderedInTurnAsync()
    {
        await TakeTurnAsync();
        await using var scope = OpenScope(out var db);
        var messages = await db.Set<OutboxMessage>()
            .Where(message => message.SequenceNumber > lastOrder)
            .OrderBy(message => message.SequenceNumber)
            .ToListAsync();
        lastOrder = messages.Count == 0 ? lastOrder : messages[^1].SequenceNumber;
        return [.. messages.Select(message => ProofIdOf(message.Body))];
    }

    public async Task<int> CountRowsAsync()
    {
        await using var scope = OpenScope(out var db);
        return await db.GenerationQueue.CountAsync();
    }

    public AsyncServiceScope OpenScope(out ProofSagaDbContext db)
    {
        var scope = app.Services.CreateAsyncScope();
        db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    static Guid ProofIdOf(string body)
    {
        using var envelope = JsonDocument.Parse(body);
        return envelope.RootElement.GetProperty("message").GetProperty("proofId").GetGuid();
    }
}
