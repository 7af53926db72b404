using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Orchestrator.Tests.Attempts;

/// <summary>What the record of the runs costs an instant proof.</summary>
public class RoundTripTests
{
    [Test]
    public async Task The_row_of_an_instant_run_travels_with_the_saga_the_proofs_row_and_the_next_order()
    {
        var statements = new SentStatements();
        await using var host = await OrchestratorHost.StartAsync(
            DatabaseKind.Postgres,
            builder =>
                builder.Services.ConfigureDbContext<ProofSagaDbContext>(
                    (_, options) => options.AddInterceptors(statements)
                )
        );
        var proofId = Guid.CreateVersion7();
        await using (host.OpenScope(out var db))
        {
            db.Add(new Proof { Id = proofId, CreatedAt = DateTime.UnixEpoch });
            await db.SaveChangesAsync();
        }

        await host.PublishAsync(
            new ProofAccepted(
                proofId,
                "preimage",
                "commitment",
                "test",
                ProofPriority.Normal,
                Publish: false,
                DateTimeOffset.UnixEpoch
            )
        );
        await Eventually.HoldsAsync(() => IsKnownAsync(host, proofId), "the saga is stored");
        await host.PublishAsync(
            new ProofGenerated(
                proofId,
                1,
                SagaFixture.Artifact,
                TimeSpan.Zero,
                new AttemptRun(Guid.CreateVersion7(), "prover", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)
            )
        );
        await Eventually.HoldsAsync(
            async () => await host.StatusAsync(proofId) == ProofStatus.Generated,
            "the proof is generated"
        );

        var save = SentAbout(statements, "INSERT INTO jobs").Single();
        Assert.That(
            save,
            Does.Contain("UPDATE proof_jobs").And.Contain("UPDATE proofs").And.Contain("INSERT INTO \"OutboxMessage\"")
        );
    }

    static async Task<bool> IsKnownAsync(OrchestratorHost host, Guid proofId)
    {
        await using var scope = host.OpenScope(out var db);
        return await db.Set<ProofJobState>().AnyAsync(job => job.CorrelationId == proofId);
    }

    static IEnumerable<string> SentAbout(SentStatements statements, string what) =>
        statements.All.Where(text => text.Contains(what, StringComparison.Ordinal));
}
