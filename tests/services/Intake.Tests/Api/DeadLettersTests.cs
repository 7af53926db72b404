using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Tests.Api;

public class DeadLettersTests
{
    static readonly DateTime Start = new(2026, 11, 22, 6, 0, 0, DateTimeKind.Utc);
    static readonly Uri Route = new("/api/v1/dead-letters", UriKind.Relative);

    IntakeHost host = null!;

    [SetUp]
    public async Task StartHost() => host = await IntakeHost.StartAsync();

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task Pages_show_every_open_letter_once_newest_first_even_if_they_failed_at_the_same_time()
    {
        foreach (var number in Enumerable.Range(0, 7))
            await FailedAsync(ProofStage.Publish, failedAt: Start.AddMinutes(number / 3));
        await FailedAsync(ProofStage.Publish, resolution: DeadLetterResolution.Discarded);

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
            Assert.That(seen.Select(letter => letter.GetProperty("id").GetGuid()), Is.Unique.And.Exactly(7).Items);
            Assert.That(seen.Select(letter => letter.GetProperty("failed_at").GetDateTime()), Is.Ordered.Descending);
        }
    }

    [TestCase(FailureCodes.ProofInvalid, "permanent", "does not verify")]
    [TestCase(FailureCodes.ChainError, "transient", "endpoint")]
    [TestCase("of_another_version", "transient", null)]
    public async Task A_letter_says_of_which_kind_its_failure_is_and_what_to_do(
        string code,
        string kind,
        string? advice
    )
    {
        await FailedAsync(ProofStage.Publish, change: letter => letter.Code = code);

        var letter = (await GetAsync("")).GetProperty("items")[0];

        Assert.That(letter.GetProperty("kind").GetString(), Is.EqualTo(kind));
        Assert.That(letter.GetProperty("advice").GetString(), advice is null ? Is.Null : Does.Contain(advice));
    }

    [Test]
    public async Task The_list_can_be_narrowed_by_each_property()
    {
        var wanted = await FailedAsync(
            ProofStage.Verify,
            change: letter =>
            {
                letter.Code = "proof_invalid";
                letter.Circuit = "withdraw";
                letter.Client = "somebody";
            }
        );
        await FailedAsync(ProofStage.Publish);
        var discarded = await FailedAsync(ProofStage.Publish, resolution: DeadLetterResolution.Discarded);

        foreach (
            var query in (string[])
                [
                    "stage=verify",
                    "code=proof_invalid",
                    "circuit=withdraw",
                    "client=somebody",
                    $"proof_id={wanted.ProofId}",
                ]
        )
        {
            Assert.That(await IdsAsync($"?{query}"), Is.EqualTo(new[] { wanted.Id }), query);
        }

        Assert.That(await IdsAsync("?state=discarded"), Is.EqualTo(new[] { discarded.Id }));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=many", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("cursor=abc", "cursor")]
    [TestCase("cursor=%F0%9F%92%A9", "cursor")]
    [TestCase("state=closed", "state")]
    [TestCase("proof_id=7", "proof_id")]
    public async Task A_wrong_query_is_named(string query, string field)
    {
        using var response = await host.Http.GetAsync(new Uri($"{Route}?{query}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await response.JsonAsync()).Fields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Open_letters_are_counted_by_their_reason()
    {
        await FailedAsync(ProofStage.Publish, failedAt: Start);
        await FailedAsync(ProofStage.Publish, failedAt: Start.AddHours(1));
        await FailedAsync(ProofStage.Generate, change: letter => letter.Code = "constraint_unsatisfied");
        await FailedAsync(ProofStage.Generate, resolution: DeadLetterResolution.Replayed);

        var groups = (await GetAsync("/groups")).EnumerateArray().ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                groups.Select(group => (group.GetProperty("stage").GetString(), group.GetProperty("count").GetInt32())),
                Is.EqualTo(new[] { ("publish", 2), ("generate", 1) })
            );
            Assert.That(groups[0].GetProperty("code").GetString(), Is.EqualTo("rpc_unreachable"));
            Assert.That(groups[0].GetProperty("oldest_failed_at").GetDateTime(), Is.EqualTo(Start));
            Assert.That(groups[0].GetProperty("newest_failed_at").GetDateTime(), Is.EqualTo(Start.AddHours(1)));
        }
    }

    [Test]
    public async Task A_letter_shows_what_a_replay_from_each_stage_would_do()
    {
        var letter = await FailedAsync(ProofStage.Publish);

        var details = await GetAsync($"/{letter.Id}");

        var replays = details.GetProperty("replays").EnumerateArray().ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(details.GetProperty("letter").GetProperty("proof_id").GetGuid(), Is.EqualTo(letter.ProofId));
            Assert.That(
                replays.Select(replay => replay.GetProperty("stage").GetString()),
                Is.EqualTo(new[] { "generate", "verify", "publish" })
            );
            Assert.That(replays[0].GetProperty("why_not").GetString(), Does.Contain("never generated again"));
            Assert.That(replays[1].GetProperty("why_not").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(replays[2].GetProperty("why_not").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(replays[2].GetProperty("effect").GetString(), Does.Contain("without proving"));
            Assert.That(details.GetProperty("decisions").GetArrayLength(), Is.Zero);
        }
    }

    [Test]
    public async Task A_replay_orders_the_proof_to_go_on_where_it_failed_and_is_audited()
    {
        var letter = await FailedAsync(ProofStage.Publish);

        using var response = await PostAsync(
            $"/{letter.Id}/replay",
            new JsonObject { ["by"] = "ada", ["reason"] = "node repaired" }
        );

        var replay = await host.Answers.NextReplayAsync();
        var decision = (await GetAsync($"/{letter.Id}")).GetProperty("decisions").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(
                (replay.ProofId, replay.Stage, replay.FailedAt.UtcDateTime),
                Is.EqualTo((letter.ProofId, ProofStage.Publish, letter.FailedAt))
            );
            Assert.That(decision.GetProperty("resolution").GetString(), Is.EqualTo("replayed"));
            Assert.That(decision.GetProperty("stage").GetString(), Is.EqualTo("publish"));
            Assert.That(decision.GetProperty("decided_by").GetString(), Is.EqualTo("ada"));
            Assert.That(decision.GetProperty("reason").GetString(), Is.EqualTo("node repaired"));
            Assert.That(await IdsAsync("?state=replayed"), Is.EqualTo(new[] { letter.Id }));
            Assert.That(await IdsAsync(""), Is.Empty);
        }
    }

    [Test]
    public async Task A_dry_run_says_what_would_happen_and_does_nothing()
    {
        var letter = await FailedAsync(ProofStage.Publish);

        using var response = await PostAsync(
            $"/{letter.Id}/replay",
            new JsonObject { ["by"] = "ada", ["dry_run"] = true }
        );

        var report = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(report.GetProperty("replayed").GetInt32(), Is.EqualTo(1));
            Assert.That(
                report.GetProperty("outcomes")[0].GetProperty("effect").GetString(),
                Does.Contain("publishes the stored proof again")
            );
            Assert.That(await IdsAsync(""), Is.EqualTo(new[] { letter.Id }));
            Assert.That(await host.MessagesEverStoredAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task To_prove_again_must_be_said()
    {
        var letter = await FailedAsync(ProofStage.Generate);

        using var unsaid = await PostAsync($"/{letter.Id}/replay", new JsonObject { ["by"] = "ada" });
        using var said = await PostAsync(
            $"/{letter.Id}/replay",
            new JsonObject { ["by"] = "ada", ["prove_again"] = true }
        );

        Assert.That(unsaid.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await unsaid.JsonAsync()).GetProperty("detail").GetString(), Does.Contain("prove_again"));
        Assert.That(said.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await host.Answers.NextReplayAsync()).Stage, Is.EqualTo(ProofStage.Generate));
    }

    [TestCase(ProofStage.Publish, ProofStage.Generate, "never generated again")]
    [TestCase(ProofStage.Generate, ProofStage.Verify, "no proof is stored")]
    [TestCase(ProofStage.Generate, ProofStage.Publish, "not verified")]
    [TestCase(ProofStage.Verify, ProofStage.Publish, "not verified")]
    public async Task A_stage_that_lacks_what_it_needs_is_refused(ProofStage failed, ProofStage stage, string reason)
    {
        var letter = await FailedAsync(failed);

        using var response = await PostAsync(
            $"/{letter.Id}/replay",
            new JsonObject
            {
                ["by"] = "ada",
                ["stage"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString()),
                ["prove_again"] = true,
            }
        );

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await response.JsonAsync()).GetProperty("detail").GetString(), Does.Contain(reason));
    }

    [Test]
    public async Task A_proof_that_goes_on_already_is_left_alone()
    {
        var letter = await FailedAsync(ProofStage.Publish);
        await ChangeProofAsync(letter.ProofId, ProofStatus.Publishing);

        using var response = await PostAsync($"/{letter.Id}/replay", new JsonObject { ["by"] = "ada" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(
            (await response.JsonAsync()).GetProperty("detail").GetString(),
            Does.Contain("the proof is publishing")
        );
    }

    [Test]
    public async Task Many_are_replayed_by_a_filter_up_to_a_limit_and_what_cannot_be_says_why()
    {
        foreach (var number in Enumerable.Range(0, 5))
            await FailedAsync(ProofStage.Publish, failedAt: Start.AddMinutes(number));
        var refused = await FailedAsync(ProofStage.Publish, failedAt: Start.AddHours(1));
        await ChangeProofAsync(refused.ProofId, ProofStatus.Completed);
        await FailedAsync(ProofStage.Generate);

        using var response = await PostAsync(
            "/replay",
            new JsonObject
            {
                ["filter"] = new JsonObject { ["code"] = "rpc_unreachable", ["stage"] = "publish" },
                ["limit"] = 4,
                ["by"] = "ada",
            }
        );

        var report = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(report.GetProperty("replayed").GetInt32(), Is.EqualTo(3));
            Assert.That(report.GetProperty("refused").GetInt32(), Is.EqualTo(1));
            Assert.That(report.GetProperty("more").GetBoolean(), Is.True);
            Assert.That(
                report.GetProperty("outcomes")[0].GetProperty("why_not").GetString(),
                Is.EqualTo("the proof is completed")
            );
            Assert.That(await IdsAsync("?state=replayed"), Has.Length.EqualTo(3));
        }
    }

    [TestCase("""{}""", "by", "filter")]
    [TestCase("""{"by": "ada", "filter": {}, "limit": 1001}""", "limit")]
    [TestCase("""{"by": "ada", "filter": {"resolution": "discarded"}}""", "filter.resolution")]
    [TestCase("""{"by": "ada", "filter": {"stagge": "publish"}}""", "filter.stagge")]
    [TestCase("""{"by": "ada", "filter": {}, "stage": "complete"}""", "stage")]
    [TestCase("""{"by": 7, "filter": {}}""", "by")]
    [TestCase("""{"by": "ada", "filter": """, "body")]
    [TestCase("""null""", "body")]
    public async Task A_wrong_order_is_named(string body, params string[] fields)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Http.PostAsync(new Uri($"{Route}/replay", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await response.JsonAsync()).Fields(), Is.EqualTo(fields));
    }

    [Test]
    public async Task A_huge_order_is_refused()
    {
        using var response = await PostAsync(
            "/replay",
            new JsonObject { ["by"] = new string('a', 70_000), ["filter"] = new JsonObject() }
        );

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task A_discarded_letter_is_audited_its_inputs_are_erased_and_it_cannot_be_replayed()
    {
        var letter = await FailedAsync(ProofStage.Generate);

        using var discarded = await DeleteAsync(letter.Id, "by=ada&reason=customer%20gone");
        using var again = await DeleteAsync(letter.Id, "by=ada&reason=customer%20gone");
        using var replayed = await PostAsync(
            $"/{letter.Id}/replay",
            new JsonObject { ["by"] = "ada", ["prove_again"] = true }
        );

        var decisions = (await GetAsync($"/{letter.Id}")).GetProperty("decisions").EnumerateArray().ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(discarded.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(replayed.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That((await host.ProofAsync(letter.ProofId)).ProtectedInputs, Is.Null);
            Assert.That(decisions, Has.Length.EqualTo(1));
            Assert.That(decisions[0].GetProperty("reason").GetString(), Is.EqualTo("customer gone"));
        }
    }

    [Test]
    public async Task A_discard_needs_a_name_and_a_reason()
    {
        var letter = await FailedAsync(ProofStage.Generate);

        using var response = await DeleteAsync(letter.Id, "");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await response.JsonAsync()).Fields(), Is.EqualTo(new[] { "by", "reason" }));
    }

    [Test]
    public async Task What_goes_on_since_its_replay_cannot_be_discarded()
    {
        var letter = await FailedAsync(ProofStage.Publish);
        using var replayed = await PostAsync($"/{letter.Id}/replay", new JsonObject { ["by"] = "ada" });
        await ChangeProofAsync(letter.ProofId, ProofStatus.Publishing);

        using var response = await DeleteAsync(letter.Id, "by=ada&reason=changed%20my%20mind");

        Assert.That(replayed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await host.ProofAsync(letter.ProofId)).ProtectedInputs, Is.Not.Null);
    }

    [Test]
    public async Task A_refused_submission_can_only_be_discarded()
    {
        var letter = await RefusedAsync();

        using var replayed = await PostAsync($"/{letter.Id}/replay", new JsonObject { ["by"] = "ada" });
        using var discarded = await DeleteAsync(letter.Id, "by=ada&reason=noise");

        Assert.That(replayed.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await replayed.JsonAsync()).GetProperty("detail").GetString(), Does.Contain("submit it again"));
        Assert.That(discarded.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_letter_that_nobody_wrote_is_not_found()
    {
        var id = Guid.NewGuid();

        using var shown = await host.Http.GetAsync(new Uri($"{Route}/{id}", UriKind.Relative));
        using var replayed = await PostAsync($"/{id}/replay", new JsonObject { ["by"] = "ada" });
        using var discarded = await DeleteAsync(id, "by=ada&reason=noise");

        Assert.That(
            new[] { shown.StatusCode, replayed.StatusCode, discarded.StatusCode },
            Is.All.EqualTo(HttpStatusCode.NotFound)
        );
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
                .Select(letter => letter.GetProperty("id").GetGuid()),
        ];

    Task<HttpResponseMessage> PostAsync(string rest, JsonObject body) =>
        host.Http.PostAsJsonAsync(new Uri($"{Route}{rest}", UriKind.Relative), body);

    Task<HttpResponseMessage> DeleteAsync(Guid id, string query) =>
        host.Http.DeleteAsync(new Uri($"{Route}/{id}?{query}", UriKind.Relative));

    Task<int> ChangeProofAsync(Guid proofId, ProofStatus status) =>
        host.InDatabaseAsync(db =>
            db.Proofs.Where(proof => proof.Id == proofId)
                .ExecuteUpdateAsync(update => update.SetProperty(proof => proof.Status, status))
        );

    /// <summary>A proof that failed at a stage, with what the stages before it leave, and its letter.</summary>
    Task<DeadLetter> FailedAsync(
        ProofStage stage,
        DateTime? failedAt = null,
        DeadLetterResolution? resolution = null,
        Action<DeadLetter>? change = null
    )
    {
        var letter = new DeadLetter
        {
            Id = Guid.CreateVersion7(),
            ProofId = Guid.CreateVersion7(),
            Stage = JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString()),
            Attempts = 4,
            Code = "rpc_unreachable",
            Error = "no node answered",
            Client = "relay",
            Circuit = "preimage",
            FailedAt = failedAt ?? Start,
            Resolution = resolution,
        };
        change?.Invoke(letter);
        return StoreAsync(
            letter,
            new Proof
            {
                Id = letter.ProofId,
                Circuit = letter.Circuit,
                ProofSystem = "groth16",
                Client = letter.Client,
                Status = ProofStatus.Failed,
                ProtectedInputs = [1, 2, 3],
                ArtifactSha256 = stage > ProofStage.Generate ? new string('a', 64) : null,
                VerifiedAt = stage > ProofStage.Verify ? letter.FailedAt : null,
                FinishedAt = letter.FailedAt,
            }
        );
    }

    Task<DeadLetter> RefusedAsync() =>
        StoreAsync(
            new DeadLetter
            {
                Id = Guid.CreateVersion7(),
                ProofId = Guid.CreateVersion7(),
                Stage = DeadLetter.Intake,
                Code = "invalid",
                FailedAt = Start,
            },
            proof: null
        );

    Task<DeadLetter> StoreAsync(DeadLetter letter, Proof? proof) =>
        host.InDatabaseAsync(async db =>
        {
            db.Add(letter);
            if (proof is not null)
                db.Add(proof);
            await db.SaveChangesAsync();
            return letter;
        });
}
