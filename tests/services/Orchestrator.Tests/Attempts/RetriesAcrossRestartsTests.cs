using System.Globalization;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Orchestrator.Tests.Attempts;

/// <summary>The schedule is in the database: it needs none of the processes that made it.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class RetriesAcrossRestartsTests(DatabaseKind database)
{
    static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    readonly GivenOrders orders = new();
    readonly Guid proofId = Guid.CreateVersion7();

    [Test]
    public async Task An_attempt_that_waits_when_every_process_ends_is_ordered_once_and_when_it_was_said()
    {
        await using var host = await OrchestratorHost.StartAsync(
            database,
            builder =>
            {
                builder.Configuration["Retries:Generate:0"] = Delay.ToString("c", CultureInfo.InvariantCulture);
                builder.Services.AddSingleton(orders);
                builder.ConfigureBus(bus => bus.AddConsumer<OrderRecorder, OrderRecorderDefinition>());
            }
        );
        await AcceptAsync(host);
        await Eventually.HoldsAsync(() => orders.All.Count == 1, "the first attempt is ordered");

        await host.PublishAsync(
            new ProofGenerationFailed(proofId, 1, FailureKind.Transient, "prover_crashed", "the prover crashed")
        );
        var said = await Eventually.GetAsync(
            async () => (await ProofAsync(host)).NextAttemptAt,
            at => at is not null,
            "the proof waits for its retry"
        );
        var stored = await EnqueueTimeAsync(host);
        await host.RestartAsync();
        await Eventually.HoldsAsync(() => orders.All.Count > 1, "the second attempt is ordered");
        await Eventually.HoldsAsync(async () => !await AnyOrderWaitsAsync(host), "the outbox has nothing left to give");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                stored,
                Is.EqualTo(said).Within(TimeSpan.FromMilliseconds(100)),
                "what is shown is what happens"
            );
            Assert.That(orders.All.Select(order => order.Attempt), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(orders.All.Last().At, Is.GreaterThanOrEqualTo(said!.Value));
        }
    }

    async Task AcceptAsync(OrchestratorHost host)
    {
        await using (host.OpenScope(out var db))
        {
            db.Add(
                new Proof
                {
                    Id = proofId,
                    Circuit = "preimage",
                    ProofSystem = "groth16",
                    CreatedAt = DateTime.UnixEpoch,
                }
            );
            await db.SaveChangesAsync();
        }

        await host.PublishAsync(
            new ProofAccepted(
                proofId,
                "preimage",
                "groth16",
                "test",
                ProofPriority.Normal,
                Publish: false,
                DateTimeOffset.UnixEpoch
            )
        );
    }

    async Task<Proof> ProofAsync(OrchestratorHost host)
    {
        await using var scope = host.OpenScope(out var db);
        return await db.Proofs.AsNoTracking().SingleAsync(proof => proof.Id == proofId);
    }

    static async Task<DateTime?> EnqueueTimeAsync(OrchestratorHost host)
    {
        await using var scope = host.OpenScope(out var db);
        return await db.Set<OutboxMessage>()
            .Where(message => message.EnqueueTime != null)
            .Select(message => message.EnqueueTime)
            .SingleAsync();
    }

    static async Task<bool> AnyOrderWaitsAsync(OrchestratorHost host)
    {
        await using var scope = host.OpenScope(out var db);
        return await db.Set<OutboxMessage>().AnyAsync();
    }
}
