using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.Tests.Api;

/// <summary>Dead letters of messages from error and skipped queues.</summary>
public class SetAsideMessagesTests
{
    const string Route = "/api/v1/dead-letters";
    const string Type = "urn:message:ProofSaga.Contracts.Proving:GenerateProof";

    static readonly DateTime Start = new(2026, 11, 22, 6, 0, 0, DateTimeKind.Utc);

    IntakeHost host = null!;

    [SetUp]
    public async Task StartHost() => host = await IntakeHost.StartAsync();

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task They_are_listed_by_their_queue_and_counted_by_their_reason()
    {
        var wanted = await SetAsideAsync("publish-proof", "publish");
        await SetAsideAsync("generate-proof", "generate");

        var page = await GetAsync("?queue=publish-proof");
        var groups = await GetAsync("/groups");

        Assert.That(
            page.GetProperty("items").EnumerateArray().Select(letter => letter.GetProperty("id").GetGuid()),
            Is.EqualTo(new[] { wanted })
        );
        Assert.That(page.GetProperty("items")[0].GetProperty("queue").GetString(), Is.EqualTo("publish-proof"));
        Assert.That(
            groups
                .EnumerateArray()
                .Select(group => (group.GetProperty("stage").GetString(), group.GetProperty("code").GetString())),
            Is.EquivalentTo(new[] { ("publish", "consumer_failed"), ("generate", "consumer_failed") })
        );
    }

    [Test]
    public async Task One_shows_what_is_known_of_its_message_but_not_the_message()
    {
        var id = await SetAsideAsync("generate-proof", "generate");

        var details = await GetAsync($"/{id}");

        var message = details.GetProperty("message");
        var replay = details.GetProperty("replays").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.GetProperty("message_id").GetString(), Is.EqualTo("7"));
            Assert.That(message.GetProperty("message_type").GetString(), Is.EqualTo(Type));
            Assert.That(message.GetProperty("content_type").GetString(), Is.EqualTo("application/json"));
            Assert.That(message.GetProperty("body_bytes").GetInt64(), Is.EqualTo(42));
            Assert.That(message.GetProperty("headers").GetProperty("MT-Reason").GetString(), Is.EqualTo("fault"));
            Assert.That(
                message.EnumerateObject().Select(member => member.Name),
                Has.None.Contains("protected").And.None.EqualTo("body")
            );
            Assert.That(replay.GetProperty("stage").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(
                replay.GetProperty("effect").GetString(),
                Does.Contain("puts the message back into queue generate-proof").And.Contain("the proof is generated")
            );
            Assert.That(replay.GetProperty("why_not").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [Test]
    public async Task A_dry_run_says_what_a_replay_costs_and_orders_nothing()
    {
        var id = await SetAsideAsync("publish-proof", "publish");

        using var response = await PostAsync($"/{id}/replay", new JsonObject { ["by"] = "ada", ["dry_run"] = true });

        var report = await response.JsonAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(report.GetProperty("outcomes")[0].GetProperty("effect").GetString(), Does.Contain("gas is spent"));
        Assert.That(await host.MessagesEverStoredAsync(), Is.Zero);
    }

    [Test]
    public async Task A_replay_orders_the_message_back_once_and_is_audited()
    {
        var id = await SetAsideAsync("generate-proof", "generate");

        using var first = await PostAsync($"/{id}/replay", new JsonObject { ["by"] = "ada", ["reason"] = "repaired" });
        using var second = await PostAsync($"/{id}/replay", new JsonObject { ["by"] = "bob" });

        var order = await host.Answers.NextReturnAsync();
        var decision = (await GetAsync($"/{id}")).GetProperty("decisions").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(order.DeadLetterId, Is.EqualTo(id));
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(await host.MessagesEverStoredAsync(), Is.EqualTo(1));
            Assert.That(decision.GetProperty("resolution").GetString(), Is.EqualTo("replayed"));
            Assert.That(decision.GetProperty("stage").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(decision.GetProperty("decided_by").GetString(), Is.EqualTo("ada"));
            Assert.That(decision.GetProperty("reason").GetString(), Is.EqualTo("repaired"));
        }
    }

    [Test]
    public async Task Many_are_replayed_by_a_filter_and_what_cannot_be_says_why()
    {
        await SetAsideAsync("generate-proof", "generate");
        await SetAsideAsync("generate-proof", "generate");
        await SetAsideAsync(
            "generate-proof",
            "generate",
            message => (message.ProtectedMessage, message.WhyNotKept) = (null, "too large")
        );
        await SetAsideAsync("verify-proof", "verify");

        using var response = await PostAsync(
            "/replay",
            new JsonObject
            {
                ["by"] = "ada",
                ["filter"] = new JsonObject { ["queue"] = "generate-proof" },
            }
        );
        using var staged = await PostAsync(
            "/replay",
            new JsonObject
            {
                ["by"] = "ada",
                ["stage"] = "publish",
                ["filter"] = new JsonObject { ["queue"] = "verify-proof" },
            }
        );

        var report = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.GetProperty("replayed").GetInt32(), Is.EqualTo(2));
            Assert.That(report.GetProperty("refused").GetInt32(), Is.EqualTo(1));
            Assert.That(
                report
                    .GetProperty("outcomes")
                    .EnumerateArray()
                    .Select(outcome => outcome.GetProperty("why_not").GetString()),
                Has.One.EqualTo("the message is not kept: too large")
            );
            Assert.That(
                (await staged.JsonAsync()).GetProperty("outcomes")[0].GetProperty("why_not").GetString(),
                Does.Contain("its own queue")
            );
        }
    }

    [Test]
    public async Task A_discarded_message_is_erased_and_audited_and_never_goes_back()
    {
        var id = await SetAsideAsync("submit-proof", DeadLetter.Intake);

        using var discarded = await DeleteAsync(id);
        using var again = await DeleteAsync(id);
        using var replayed = await PostAsync($"/{id}/replay", new JsonObject { ["by"] = "ada" });

        var details = await GetAsync($"/{id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(discarded.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(replayed.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(details.GetProperty("message").GetProperty("body_is_kept").GetBoolean(), Is.False);
            Assert.That(details.GetProperty("decisions").GetArrayLength(), Is.EqualTo(1));
            Assert.That(
                await host.InDatabaseAsync(db =>
                    db.SetAsideMessages.AnyAsync(message => message.ProtectedMessage != null)
                ),
                Is.False
            );
        }
    }

    [Test]
    public async Task What_went_back_cannot_be_discarded()
    {
        var id = await SetAsideAsync("proof-job", DeadLetter.Saga);
        using var replayed = await PostAsync($"/{id}/replay", new JsonObject { ["by"] = "ada" });
        await host.InDatabaseAsync(db =>
            db.SetAsideMessages.ExecuteUpdateAsync(update =>
                update.SetProperty(message => message.ProtectedMessage, (byte[]?)null)
            )
        );

        using var response = await DeleteAsync(id);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    async Task<JsonElement> GetAsync(string rest)
    {
        using var response = await host.Http.GetAsync(new Uri($"{Route}{rest}", UriKind.Relative));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.JsonAsync();
    }

    Task<HttpResponseMessage> PostAsync(string rest, JsonObject body) =>
        host.Http.PostAsJsonAsync(new Uri($"{Route}{rest}", UriKind.Relative), body);

    Task<HttpResponseMessage> DeleteAsync(Guid id) =>
        host.Http.DeleteAsync(new Uri($"{Route}/{id}?by=ada&reason=noise", UriKind.Relative));

    Task<Guid> SetAsideAsync(string queue, string stage, Action<SetAsideMessage>? change = null) =>
        host.InDatabaseAsync(async db =>
        {
            var letter = new DeadLetter
            {
                Id = Guid.CreateVersion7(),
                Queue = queue,
                Stage = stage,
                Attempts = 4,
                Code = "consumer_failed",
                Error = "the consumer failed",
                FailedAt = Start,
            };
            var message = new SetAsideMessage
            {
                DeadLetterId = letter.Id,
                MessageId = "7",
                MessageType = Type,
                ContentType = "application/json",
                Headers = """{"MT-Reason": "fault"}""",
                BodyBytes = 42,
                ProtectedMessage = [1, 2, 3],
            };
            change?.Invoke(message);
            db.AddRange(letter, message);
            await db.SaveChangesAsync();
            return letter.Id;
        });
}
