using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Intake.Tests.Overload;

/// <summary>Nobody works on what this intake accepts: it is full after a few.</summary>
public class OverloadTests
{
    const int Limit = 3;

    CapturedLog log = null!;
    IntakeHost host = null!;

    [SetUp]
    public async Task Start()
    {
        log = new CapturedLog();
        host = await IntakeHost.StartAsync($"--Intake:MaxQueuedProofs={Limit}", "--Logging:Level=Debug");
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
    }

    [TearDown]
    public async Task Stop()
    {
        await host.DisposeAsync();
        log.Dispose();
    }

    [Test]
    public async Task What_comes_after_the_limit_is_told_to_come_again_later()
    {
        await FillAsync();

        using var refused = await host.Http.PostProofAsync(Submissions.Valid());

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(refused.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(refused.Headers.RetryAfter?.Delta?.TotalSeconds, Is.InRange(5, 15));
        Assert.That((await refused.JsonAsync()).GetProperty("detail").GetString(), Does.Contain("queued"));
    }

    [Test]
    public async Task Of_many_at_once_no_more_than_the_limit_are_accepted()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => host.Http.PostProofAsync(Submissions.Valid()))
        );

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted), Is.EqualTo(Limit));
        Assert.That(await host.ProofCountAsync(), Is.EqualTo(Limit));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Test]
    public async Task A_body_is_not_even_read()
    {
        await FillAsync();
        using var content = new NeverSent();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/proofs", UriKind.Relative))
        {
            Content = content,
            Headers = { ExpectContinue = true },
        };

        using var refused = await host.Http.SendAsync(request);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(content.WasRead, Is.False);
    }

    [Test]
    public async Task Thousands_leave_nothing_behind_and_few_questions_for_the_database()
    {
        const int Submitted = 3000;
        await FillAsync();
        var startedAt = TimeProvider.System.GetTimestamp();

        await Parallel.ForAsync(
            0,
            Submitted,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (_, _) =>
            {
                using var refused = await host.Http.PostProofAsync(Submissions.Valid());
                Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            }
        );

        var seconds = TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds;
        Assert.That(await host.ProofCountAsync(), Is.EqualTo(Limit));
        Assert.That(await host.MessagesEverStoredAsync(), Is.EqualTo(Limit));
        // a few at the start, and one a second
        Assert.That(log.Entries.Count(IsCount), Is.LessThanOrEqualTo(seconds + 10));
    }

    [Test]
    public async Task When_there_is_room_again_submissions_are_taken_again()
    {
        await FillAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var refused = await host.Http.PostProofAsync(Submissions.Valid());
                return log.Of(1021).Any();
            },
            "it is counted that there is no room"
        );

        await EmptyAsync();

        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await host.Http.PostProofAsync(Submissions.Valid());
                return answer.StatusCode == HttpStatusCode.Accepted;
            },
            "it is accepted"
        );
        Assert.That(log.Of(1021), Has.Exactly(1).Items, "that it was full is logged once");
        Assert.That(log.Of(1022), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_message_waits_for_room_and_is_not_refused()
    {
        await FillAsync();
        var submission = JsonSerializer.Deserialize<JsonElement>(Submissions.Valid().ToJsonString());
        var proofId = Guid.NewGuid();
        await host.Bus.Publish(
            new SubmitProof
            {
                ProofId = proofId,
                Circuit = "preimage",
                Inputs = submission.GetProperty("inputs"),
                Client = "upstream",
            }
        );
        await Eventually.HoldsAsync(() => log.Of(1021).Any(), "it is noticed that there is no room");
        Assert.That(await host.ProofCountAsync(), Is.EqualTo(Limit));

        await EmptyAsync();

        await Eventually.HoldsAsync(
            () => host.InDatabaseAsync(db => db.Proofs.AnyAsync(proof => proof.Id == proofId)),
            "it is accepted"
        );
    }

    [Test]
    public async Task The_description_of_the_API_says_so()
    {
        var json = await host.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        using var description = JsonDocument.Parse(json);
        var responses = description
            .RootElement.GetProperty("paths")
            .GetProperty("/api/v1/proofs")
            .GetProperty("post")
            .GetProperty("responses");
        Assert.That(responses.TryGetProperty("429", out _), Is.True);
    }

    async Task FillAsync()
    {
        for (var number = 0; number < Limit; number++)
        {
            using var accepted = await host.Http.PostProofAsync(Submissions.Valid());
            Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }
    }

    async Task EmptyAsync() =>
        await host.InDatabaseAsync(db =>
            db.Proofs.ExecuteUpdateAsync(update => update.SetProperty(proof => proof.Status, ProofStatus.Generating))
        );

    static bool IsCount(string entry) =>
        entry.Contains("Executed DbCommand", StringComparison.Ordinal)
        && entry.Contains("COUNT(*)", StringComparison.OrdinalIgnoreCase)
        && entry.Contains("LIMIT", StringComparison.Ordinal);

    sealed class NeverSent : HttpContent
    {
        /// <summary>Of a short body .NET's client hopes that it is faster to send it than to connect anew.</summary>
        const int Length = 100_000;

        public bool WasRead { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            WasRead = true;
            return stream.WriteAsync(new byte[Length]).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Length;
            Headers.ContentType = new("application/json");
            return true;
        }
    }
}
