using System.Net;
using System.Text.Json;
using ProofSaga.Contracts;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Intake.Tests.Api;

public class JobsTests
{
    static readonly DateTime Start = new(2026, 11, 22, 6, 0, 0, DateTimeKind.Utc);
    static readonly Uri Route = new("/api/v1/jobs", UriKind.Relative);

    IntakeHost host = null!;

    [SetUp]
    public async Task StartHost() => host = await IntakeHost.StartAsync();

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task Pages_show_every_job_once_newest_first_even_if_they_began_at_the_same_time()
    {
        foreach (var number in Enumerable.Range(0, 7))
            await AddAsync(job => job.StartedAt = Start.AddMinutes(number / 3));

        var seen = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString();
        } while (cursor is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Select(job => job.GetProperty("id").GetGuid()), Is.Unique.And.Exactly(7).Items);
            Assert.That(seen.Select(job => job.GetProperty("started_at").GetDateTime()), Is.Ordered.Descending);
        }
    }

    [Test]
    public async Task The_list_can_be_narrowed_by_each_property()
    {
        var wanted = await AddAsync(job =>
        {
            job.Stage = ProofStage.Publish;
            job.Status = JobStatus.Lost;
            job.Worker = "publisher-7/1/abcd";
            job.Circuit = "withdraw";
        });
        await AddAsync();

        foreach (
            var query in (string[])
                [
                    $"proof_id={wanted.ProofId}",
                    "stage=publish",
                    "status=lost",
                    "worker=publisher-7%2F1%2Fabcd",
                    "circuit=withdraw",
                    "circuit=withdraw&stage=publish&status=lost",
                ]
        )
        {
            Assert.That(await IdsAsync($"?{query}"), Is.EqualTo(new[] { wanted.Id }), query);
        }

        Assert.That(await IdsAsync("?status=succeeded"), Has.Length.EqualTo(1).And.None.EqualTo(wanted.Id));
        Assert.That(await IdsAsync("?stage=publish&status=running"), Is.Empty);
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("cursor=abc", "cursor")]
    [TestCase("status=open", "status")]
    [TestCase("stage=intake", "stage")]
    [TestCase("stage=1", "stage")]
    [TestCase("proof_id=7", "proof_id")]
    [TestCase("proof_id=7&stage=&limit=x", "proof_id", "stage", "limit")]
    public async Task A_wrong_query_is_named(string query, params string[] fields)
    {
        using var response = await host.Http.GetAsync(new Uri($"{Route}?{query}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await response.JsonAsync()).Fields(), Is.EquivalentTo(fields));
    }

    [Test]
    public async Task A_job_shows_who_was_at_what_and_what_came_of_it()
    {
        var job = await AddAsync(failed =>
        {
            failed.Status = JobStatus.Failed;
            failed.Stage = ProofStage.Publish;
            failed.Attempt = 2;
            failed.RetryCount = 1;
            failed.MaxRetries = 3;
            failed.ErrorCode = "rpc_unreachable";
            failed.ErrorMessage = "no node answered";
            failed.NextAttemptAt = Start.AddMinutes(2);
        });

        var view = await GetAsync($"/{job.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("id").GetGuid(), Is.EqualTo(job.Id));
            Assert.That(view.GetProperty("proof_id").GetGuid(), Is.EqualTo(job.ProofId));
            Assert.That(view.GetProperty("circuit").GetString(), Is.EqualTo("preimage"));
            Assert.That(view.GetProperty("client").GetString(), Is.EqualTo("relay"));
            Assert.That(view.GetProperty("stage").GetString(), Is.EqualTo("publish"));
            Assert.That(view.GetProperty("attempt").GetInt32(), Is.EqualTo(2));
            Assert.That(view.GetProperty("retry_count").GetInt32(), Is.EqualTo(1));
            Assert.That(view.GetProperty("max_retries").GetInt32(), Is.EqualTo(3));
            Assert.That(view.GetProperty("worker").GetString(), Is.EqualTo("prover-1/1/abcd"));
            Assert.That(view.GetProperty("status").GetString(), Is.EqualTo("failed"));
            Assert.That(view.GetProperty("started_at").GetString(), Is.EqualTo("2026-11-22T06:00:00Z"));
            Assert.That(view.GetProperty("completed_at").GetString(), Is.EqualTo("2026-11-22T06:00:05Z"));
            Assert.That(view.GetProperty("error_code").GetString(), Is.EqualTo("rpc_unreachable"));
            Assert.That(view.GetProperty("error_message").GetString(), Is.EqualTo("no node answered"));
            Assert.That(view.GetProperty("next_attempt_at").GetString(), Is.EqualTo("2026-11-22T06:02:00Z"));
        }
    }

    [TestCase("7", HttpStatusCode.BadRequest)]
    [TestCase("0193a4b1-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    public async Task An_id_that_names_no_job_is_a_problem(string id, HttpStatusCode status)
    {
        using var response = await host.Http.GetAsync(new Uri($"{Route}/{id}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    async Task<JsonElement> GetAsync(string rest)
    {
        using var response = await host.Http.GetAsync(new Uri($"{Route}{rest}", UriKind.Relative));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.JsonAsync();
    }

    async Task<Guid[]> IdsAsync(string query) =>
        [
            .. (await GetAsync(query))
                .GetProperty("items")
                .EnumerateArray()
                .Select(job => job.GetProperty("id").GetGuid()),
        ];

    Task<Job> AddAsync(Action<Job>? change = null)
    {
        var job = new Job
        {
            Id = Guid.CreateVersion7(),
            ProofId = Guid.CreateVersion7(),
            Circuit = "preimage",
            Client = "relay",
            Stage = ProofStage.Generate,
            Attempt = 1,
            MaxRetries = 3,
            Worker = "prover-1/1/abcd",
            Status = JobStatus.Succeeded,
            StartedAt = Start,
            CompletedAt = Start.AddSeconds(5),
        };
        change?.Invoke(job);
        return host.InDatabaseAsync(async db =>
        {
            db.Add(job);
            await db.SaveChangesAsync();
            return job;
        });
    }
}
