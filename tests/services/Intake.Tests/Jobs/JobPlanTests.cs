using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Intake.Jobs;
using ProofSaga.Intake.Paging;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Jobs;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Intake.Tests.Jobs;

/// <summary>A page of jobs reads what it shows, not what was ever done.</summary>
public class JobPlanTests
{
    const int Limit = 50;

    /// <summary>The table has more than 600; an entry of an index and its row are two at most.</summary>
    const int MostPages = 130;

    static readonly DateTime Start = new(2026, 11, 22, 6, 0, 0, DateTimeKind.Utc);

    [Test]
    public async Task Behind_thirty_thousand_jobs_each_page_is_found_by_an_index()
    {
        await using var server = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var address = DatabaseAddress.Parse(server.ConnectionString);
        var options = new DbContextOptionsBuilder<ProofSagaDbContext>();
        options.UseDatabase(address);
        await using var db = new ProofSagaDbContext(options.Options);
        await new DatabaseMigrator(db, address).MigrateAsync();
        // the rare ones are the oldest, so that a walk from the newest passes all the others
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO jobs (id, proof_id, circuit, client, stage, attempt, retry_count, max_retries, worker, status,
                started_at, completed_at)
            SELECT gen_random_uuid(), gen_random_uuid(), CASE WHEN n <= 10 THEN 'rare' ELSE 'preimage' END, 'relay',
                'generate', 1, 0, 3, CASE WHEN n <= 10 THEN 'gone' ELSE 'worker' END,
                CASE WHEN n <= 10 THEN 'failed' ELSE 'succeeded' END, {Start} + n * interval '1 second', {Start}
            FROM generate_series(1, 30000) AS n
            """
        );
        await db.Database.ExecuteSqlAsync($"ANALYZE jobs");
        var reader = new JobReader(db);
        var proofId = await db.Jobs.Select(job => job.ProofId).FirstAsync();
        var all = new JobFilter(ProofId: null, Stage: null, Status: null, Worker: null, Circuit: null);
        var deep = new PageCursor(Start.AddSeconds(1000), Guid.Empty);
        (string What, IQueryable<Job> Page)[] pages =
        [
            ("the newest", reader.NewestFirst(all, after: null)),
            ("far from the newest", reader.NewestFirst(all, deep)),
            ("of a proof", reader.NewestFirst(all with { ProofId = proofId }, after: null)),
            ("that failed", reader.NewestFirst(all with { Status = JobStatus.Failed }, after: null)),
            ("that run", reader.NewestFirst(all with { Status = JobStatus.Running }, after: null)),
            ("of a worker", reader.NewestFirst(all with { Worker = "gone" }, after: null)),
            ("of a circuit", reader.NewestFirst(all with { Circuit = "rare" }, after: null)),
            (
                "of a circuit's stage",
                reader.NewestFirst(all with { Circuit = "rare", Stage = ProofStage.Generate }, after: null)
            ),
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var (what, page) in pages)
            {
                await using var query = page.Take(Limit + 1).Select(JobView.FromJob(db.Workers)).CreateDbCommand();
                Assert.That(await query.CountPagesReadAsync(), Is.LessThan(MostPages), what);
            }
        }
    }
}
