using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>The production registrations on an in-memory bus and a database of its own. The publisher is played by the test.</summary>
sealed class OrchestratorHost : IAsyncDisposable
{
    readonly string folder;
    readonly TestDatabase? postgres;
    readonly Action<ProofSagaHostBuilder> configure;
    WebApplication? app;

    OrchestratorHost(string folder, TestDatabase? postgres, Action<ProofSagaHostBuilder> configure) =>
        (this.folder, this.postgres, this.configure) = (folder, postgres, configure);

    /// <param name="configure">What the test adds, to each process that it starts.</param>
    public static async Task<OrchestratorHost> StartAsync(
        DatabaseKind database,
        Action<ProofSagaHostBuilder>? configure = null
    )
    {
        var server =
            database == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        var data = Directory.CreateTempSubdirectory("proofsaga-orchestrator-").FullName;
        var host = new OrchestratorHost(data, server, configure ?? (_ => { }));
        await host.StartAsync();
        return host;
    }

    /// <summary>Ends everything that runs, and starts it anew on the same database.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await StartAsync();
    }

    async Task StartAsync()
    {
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={folder}",
            $"--Database:Url={postgres?.ConnectionString}",
            "--RabbitMq:Url=",
            "--urls=http://127.0.0.1:0",
        ]);
        configure(host);
        host.AddOrchestrator();
        app = host.Build();
        await app.MigrateDatabaseAsync();
        await app.StartAsync();
    }

    async Task EndAsync()
    {
        if (app is not { } ending)
            return;

        app = null;
        await ending.StopAsync();
        await ending.DisposeAsync();
    }

    IServiceProvider Services => app!.Services;

    // async, so that what MassTransit remembers of this bus is not carried on into the next one
    public async Task PublishAsync(object message) => await Services.GetRequiredService<IBus>().Publish(message);

    /// <summary>A proof that a publisher is at.</summary>
    public async Task<Guid> AddPublishingProofAsync()
    {
        var proofId = Guid.CreateVersion7();
        await using var scope = OpenScope(out var db);
        db.Add(
            new Proof
            {
                Id = proofId,
                Status = ProofStatus.Publishing,
                Attempt = 1,
                CreatedAt = DateTime.UnixEpoch,
            }
        );
        db.Add(
            new ProofJobState
            {
                CorrelationId = proofId,
                CurrentState = nameof(ProofJobStateMachine.Publishing),
                Publish = true,
                Attempt = 1,
                VerifiedAt = DateTime.UnixEpoch,
                ArtifactSha256 = SagaFixture.Artifact,
            }
        );
        await db.SaveChangesAsync();
        return proofId;
    }

    /// <returns>Is it cancelled? If not, <paramref name="proofId"/> has a transaction.</returns>
    public async Task<(bool IsCancelled, string Reason)> CancelAsync(Guid proofId)
    {
        var client = Services.GetRequiredService<IBus>().CreateRequestClient<CancelProof>(RequestTimeout.After(s: 60));
        var answer = await client.GetResponse<ProofCancelled, CancelRefused>(new CancelProof(proofId, "not needed"));
        return answer.Message is CancelRefused refused ? (false, refused.Reason) : (true, "");
    }

    /// <summary>What a publisher does before it sends a transaction.</summary>
    /// <param name="beforeCommit">With the transaction stored, not yet committed.</param>
    /// <returns>Was one stored?</returns>
    public async Task<bool> PrepareAsync(Guid proofId, Func<Task>? beforeCommit = null)
    {
        await using var scope = OpenScope(out var db);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var publishable = await db.LockPublishableAsync([proofId], CancellationToken.None);
        if (publishable.Count == 0)
            return false;

        db.Add(new PublicationTransaction { Hash = HashOf(proofId), BatchId = proofId });
        db.Add(new PublicationItem { BatchId = proofId, ProofId = proofId });
        await db.SaveChangesAsync();
        if (beforeCommit is not null)
            await beforeCommit();
        await transaction.CommitAsync();
        return true;
    }

    public static string HashOf(Guid proofId) => $"0x{proofId:N}";

    public async Task<ProofStatus> StatusAsync(Guid proofId)
    {
        await using var scope = OpenScope(out var db);
        return await db.Proofs.Where(proof => proof.Id == proofId).Select(proof => proof.Status).SingleAsync();
    }

    public AsyncServiceScope OpenScope(out ProofSagaDbContext db)
    {
        var scope = Services.CreateAsyncScope();
        db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        SqliteConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
