using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Orchestrator.Admission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Tests.Admission;

/// <summary>The cost of a turn grows with the clients that wait and with what is admitted, not with what waits.</summary>
public class AdmissionOfManyTests
{
    const string Waiting = "ix_generation_queue_pool_priority_client_enqueued_at_proof_id";

    static readonly GenerationPool[] Pools = Enum.GetValues<GenerationPool>();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Behind_fifty_thousand_of_one_client_a_turn_reads_a_few_rows_by_indexes(bool hasStatistics)
    {
        await using var desk = await AdmissionDesk.OpenAsync(DatabaseKind.Postgres);
        await desk.AddAsync(5, "few");
        await using var scope = desk.OpenScope(out var db);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO generation_queue
                (proof_id, pool, priority, client, circuit, proof_system, attempt, enqueued_at)
            SELECT gen_random_uuid(), 'prover', 'normal', 'many', 'preimage', 'groth16', 1, now()
            FROM generate_series(1, 50000);
            INSERT INTO proofs (id, circuit, circuit_version, proof_system, client, priority, publish, metadata,
                submission_fingerprint, status, attempt, created_at)
            SELECT proof_id, 'preimage', 1, 'groth16', 'many', 'normal', false, '{{}}', '', 'queued', 1, now()
            FROM generation_queue WHERE client = 'many'
            """
        );
        if (hasStatistics)
            await db.Database.ExecuteSqlRawAsync("ANALYZE generation_queue, proofs");

        await using var transaction = await db.Database.BeginTransactionAsync();
        // the session's counters hold what it has not passed on to the server yet
        var walkedBefore = await ReadSoFarAsync(db, "seq_tup_read");
        var fetchedBefore = await ReadSoFarAsync(db, "idx_tup_fetch");
        Assert.That(await db.TryTakeTurnAsync(CancellationToken.None), Is.True);
        await db.RemoveDoneAsync(CancellationToken.None);
        await GenerationLoad.ReadAsync(db, DateTime.UnixEpoch.ToUniversalTime(), CancellationToken.None);
        var first = await db.ReadFirstOfLanesAsync(Pools, CancellationToken.None);
        var limits = first.ToDictionary(row => new Lane(row.Priority, row.Client), _ => 8);
        var rows = await db.ReadFirstAsync(GenerationPool.Prover, limits, CancellationToken.None);
        var admitted = await db.AdmitAsync(
            [.. rows.Select(row => row.ProofId)],
            TimeProvider.System.GetUtcNow().UtcDateTime,
            CancellationToken.None
        );
        await db.RemoveGivenUpAsync(GenerationPool.Prover, new(ProofPriority.Normal, "few"), CancellationToken.None);

        Assert.That(admitted, Has.Count.EqualTo(13));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ReadSoFarAsync(db, "seq_tup_read") - walkedBefore, Is.Zero);
            Assert.That(await ReadSoFarAsync(db, "idx_tup_fetch") - fetchedBefore, Is.LessThan(150));
        }
    }

    [Test]
    public async Task On_sqlite_too_every_step_goes_through_the_index()
    {
        await using var desk = await AdmissionDesk.OpenAsync(DatabaseKind.Sqlite);
        await using var scope = desk.OpenScope(out var db);

        var plan = await PlanAsync(db, GenerationQueueReader.FirstOfLanes(Pools));

        var ofQueue = plan.Where(step => step.Contains(" r ", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ofQueue,
                Has.Count.EqualTo(12).And.All.Contains($"USING INDEX {Waiting} (pool=? AND priority=?")
            );
            Assert.That(plan, Has.None.Contains("SCAN q").And.None.Contains("SCAN r"));
        }
    }

    [Test]
    public async Task While_one_process_has_its_turn_another_leaves_it_at_that()
    {
        await using var desk = await AdmissionDesk.OpenAsync(DatabaseKind.Postgres);
        await desk.AddAsync(3);
        await using var scope = desk.OpenScope(out var db);
        await using (await db.Database.BeginTransactionAsync())
        {
            await db.TryTakeTurnAsync(CancellationToken.None);

            Assert.That((await desk.TakeTurnAsync()).WasTaken, Is.False);
        }

        Assert.That(await desk.OrderedInTurnAsync(), Has.Count.EqualTo(3));
    }

    /// <summary>Rows of the queue and of the proofs.</summary>
    static async Task<long> ReadSoFarAsync(ProofSagaDbContext db, string counter)
    {
        var statement = $"""
            SELECT coalesce(sum({counter}), 0)::bigint AS "Value" FROM pg_stat_xact_user_tables
            WHERE relname IN ('generation_queue', 'proofs')
            """;
        return (await db.Database.SqlQueryRaw<long>(statement).ToListAsync()).Single();
    }

    static async Task<IReadOnlyList<string>> PlanAsync(ProofSagaDbContext db, string statement)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {statement}";
        var steps = new List<string>();
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            steps.Add(reader.GetString(3));
        return steps;
    }
}
