using System.Net;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Tests.Support;

namespace ProofSaga.Intake.Tests.Api;

/// <summary>The saga decides; the API asks it and says what it said.</summary>
public class CancellingProofsTests
{
    IntakeHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost() => host = await IntakeHost.StartAsync("--Intake:CancelTimeout=00:00:02");

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_cancelled_proof_is_confirmed_with_its_reason()
    {
        var proofId = await SubmitAsync();
        host.Answers.ToCancel = order => new ProofCancelled(order.ProofId, order.Reason, DateTimeOffset.UnixEpoch);

        using var response = await DeleteAsync($"{proofId}", "?reason=ordered%20twice");

        var answer = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.GetProperty("proof_id").GetGuid(), Is.EqualTo(proofId));
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
            Assert.That(answer.GetProperty("reason").GetString(), Is.EqualTo("ordered twice"));
        }
    }

    [Test]
    public async Task Too_late_is_a_conflict_that_says_why()
    {
        var proofId = await SubmitAsync();
        host.Answers.ToCancel = order => new CancelRefused(order.ProofId, "it is completed already");

        using var response = await DeleteAsync($"{proofId}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(
            (await response.JsonAsync()).GetProperty("detail").GetString(),
            Is.EqualTo("The proof is not cancelled: it is completed already.")
        );
    }

    [Test]
    public async Task A_proof_that_the_saga_has_not_heard_of_yet_is_asked_about_again()
    {
        var proofId = await SubmitAsync();
        var asked = 0;
        host.Answers.ToCancel = order =>
            Interlocked.Increment(ref asked) < 3
                ? new ProofUnknown(order.ProofId)
                : new ProofCancelled(order.ProofId, order.Reason, DateTimeOffset.UnixEpoch);

        using var response = await DeleteAsync($"{proofId}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(asked, Is.EqualTo(3));
    }

    [Test]
    public async Task Without_an_answer_in_time_the_caller_is_asked_to_come_again()
    {
        var proofId = await SubmitAsync();
        host.Answers.ToCancel = _ => null;

        using var response = await DeleteAsync($"{proofId}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task What_cannot_be_cancelled_is_named()
    {
        var proofId = await SubmitAsync();

        using var unknown = await DeleteAsync($"{Guid.NewGuid()}");
        using var malformed = await DeleteAsync("7");
        using var wordy = await DeleteAsync($"{proofId}", $"?reason={new string('x', 2001)}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(malformed.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((await malformed.JsonAsync()).Fields(), Is.EqualTo(new[] { "id" }));
            Assert.That(wordy.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((await wordy.JsonAsync()).Fields(), Is.EqualTo(new[] { "reason" }));
        }
    }

    async Task<Guid> SubmitAsync()
    {
        var proofId = Guid.NewGuid();
        using var submitted = await host.Http.PostProofAsync(Submissions.Valid(proofId));
        Assert.That(submitted.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        return proofId;
    }

    Task<HttpResponseMessage> DeleteAsync(string id, string query = "") =>
        host.Http.DeleteAsync(new Uri($"/api/v1/proofs/{id}{query}", UriKind.Relative));
}
