using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Orchestrator.Tests.Cancellation;

/// <summary>A proof is cancelled, or a transaction for it is stored: never both, whoever comes first.</summary>
public class CancellationRaceTests
{
    const int Proofs = 30;

    [Test]
    public async Task Who_cancels_while_a_transaction_is_being_stored_waits_and_is_too_late()
    {
        await using var host = await OrchestratorHost.StartAsync(DatabaseKind.Postgres);
        var proofId = await host.AddPublishingProofAsync();
        Task<(bool IsCancelled, string Reason)>? cancellation = null;

        await host.PrepareAsync(
            proofId,
            beforeCommit: async () =>
            {
                cancellation = host.CancelAsync(proofId);
                await UntilSomebodyWaitsForAProofAsync(host);
            }
        );

        var (isCancelled, reason) = await cancellation!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(isCancelled, Is.False);
            Assert.That(reason, Does.Contain(OrchestratorHost.HashOf(proofId)));
            Assert.That(await host.StatusAsync(proofId), Is.EqualTo(ProofStatus.Publishing));
        }
    }

    [Test]
    public async Task Who_prepares_while_the_proof_is_being_cancelled_waits_and_stores_nothing()
    {
        await using var host = await OrchestratorHost.StartAsync(DatabaseKind.Postgres);
        var proofId = await host.AddPublishingProofAsync();
        Task<(bool IsCancelled, string Reason)> cancellation;
        Task<bool> preparation;

        await using (host.OpenScope(out var db))
        {
            // the saga's transaction has looked for one, and cannot store what it sends
            await using var holdUp = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"""LOCK TABLE "OutboxMessage" IN SHARE MODE""");
            cancellation = host.CancelAsync(proofId);
            await UntilLockedAsync(host, proofId);
            preparation = host.PrepareAsync(proofId);
            await UntilSomebodyWaitsForAProofAsync(host);
            await holdUp.CommitAsync();
        }

        Assert.That((await cancellation).IsCancelled, Is.True);
        Assert.That(await preparation, Is.False);
    }

    [TestCase(DatabaseKind.Sqlite)]
    [TestCase(DatabaseKind.Postgres)]
    public async Task Of_many_no_proof_is_both_cancelled_and_sent(DatabaseKind database)
    {
        await using var host = await OrchestratorHost.StartAsync(database);
        var proofIds = new List<Guid>();
        for (var number = 0; number < Proofs; number++)
            proofIds.Add(await host.AddPublishingProofAsync());

        // from both ends, to meet somewhere
        var cancellations = proofIds.ConvertAll(host.CancelAsync);
        var prepared = new HashSet<Guid>();
        foreach (var proofId in Enumerable.Reverse(proofIds))
        {
            if (await host.PrepareAsync(proofId))
                prepared.Add(proofId);
        }

        var cancelled = (await Task.WhenAll(cancellations)).Select(answer => answer.IsCancelled).ToList();
        var statuses = new List<ProofStatus>();
        foreach (var proofId in proofIds)
            statuses.Add(await host.StatusAsync(proofId));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancelled, Is.EqualTo(proofIds.Select(proofId => !prepared.Contains(proofId))));
            Assert.That(
                statuses,
                Is.EqualTo(cancelled.Select(isIt => isIt ? ProofStatus.Cancelled : ProofStatus.Publishing))
            );
        }
    }

    static async Task UntilLockedAsync(OrchestratorHost host, Guid proofId)
    {
        await using var scope = host.OpenScope(out var db);
        await Eventually.HoldsAsync(
            async () =>
                !await db
                    .Database.SqlQuery<Guid>(
                        $"""SELECT id AS "Value" FROM proofs WHERE id = {proofId} FOR UPDATE SKIP LOCKED"""
                    )
                    .AnyAsync(),
            "the proof's row is locked"
        );
    }

    static async Task UntilSomebodyWaitsForAProofAsync(OrchestratorHost host)
    {
        await using var scope = host.OpenScope(out var db);
        await Eventually.HoldsAsync(
            () =>
                db
                    .Database.SqlQuery<int>(
                        $"""
                        SELECT pid AS "Value" FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%proofs%FOR UPDATE%'
                        """
                    )
                    .AnyAsync(),
            "a transaction waits for a proof's row"
        );
    }
}
