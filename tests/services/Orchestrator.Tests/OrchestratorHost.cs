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

namespace ProofSaga.Orchestrator.Tests.Cancellation;

/// <summary>The production registrations on an in-memory bus and a database of its own. The publisher is played by the test.</summary>
sealed class OrchestratorHost : IAsyncDisposable
{
    readonly WebApplication app;
    readonly string folder;
    readonly TestDatabase? postgres;

    OrchestratorHost(WebApplication app, string folder, TestDatabase? postgres) =>
        (this.app, this.folder, this.postgres) = (app, folder, postgres);

    public static async Task<OrchestratorHost> StartAsync(DatabaseKind database)
    {
        var server =
            database == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        var data = Directory.CreateTempSubdirectory("proofsaga-orchestrator-").FullName;
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={data}",
            $"--Database:Url={server?.ConnectionString}",
            "--RabbitMq:Url=",
            "--urls=http://127.0.0.1:0",
        ]);
        host.AddOrchestrator();
        var started = host.Build();
        await started.MigrateDatabaseAsync();
        await started.StartAsync();
        return new OrchestratorHost(started, data, server);
    }

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
        var client = app
            .Services.GetRequiredService<IBus>()
            .CreateRequestClient<CancelProof>(RequestTimeout.After(s: 60));
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
        var scope = app.Services.CreateAsyncScope();
        db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
