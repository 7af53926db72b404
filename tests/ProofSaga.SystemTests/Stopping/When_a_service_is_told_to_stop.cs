using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Proofs;
using ProofSaga.SystemTests.Distributed;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Services;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>SIGTERM in the middle of the work, for the services whose work takes milliseconds.</summary>
public class When_a_service_is_told_to_stop
{
    const int Many = 60;

    Installation installation = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        installation = await Installation.PrepareAsync();
        await installation.StartProverAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    [Order(1)]
    public async Task Intake_answers_the_request_under_way_and_takes_no_other()
    {
        var intake = await installation.StartProcessAsync(BuiltPrograms.Intake);
        var submission = Submission(0);
        using var request = await HalfRequest.SendAsync(intake.Address, submission.ToJsonString());

        await intake.SignalAsync("TERM");
        await Eventually.HoldsAsync(() => IsRefusedAsync(intake.Address), "no connection is taken");
        var answer = await request.FinishAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 202"));
        Assert.That(await intake.WaitForExitAsync(), Is.Zero);
        Assert.That(await CountAsync([Guid.Parse((string)submission["proof_id"]!)]), Is.EqualTo(1));
    }

    [Test]
    [Order(2)]
    public async Task Intake_leaves_in_its_queue_what_it_has_not_accepted()
    {
        var intake = await installation.StartProcessAsync(BuiltPrograms.Intake);
        var submissions = Enumerable.Range(0, 10 * Many).Select(Submission).ToList();
        var proofIds = submissions.Select(submission => Guid.Parse((string)submission["proof_id"]!)).ToList();

        await PlainAmqp.SubmitAllAsync(installation.BrokerUri, submissions);
        await Eventually.HoldsAsync(async () => await CountAsync(proofIds) > 0, "it is at it");
        await intake.SignalAsync("TERM");

        Assert.That(await intake.WaitForExitAsync(), Is.Zero);
        await Eventually.GetAsync(
            async () => await CountAsync(proofIds) + await installation.CountMessagesAsync("submit-proof"),
            count => count == proofIds.Count,
            "each is accepted or in the queue"
        );
        Assert.That(await installation.CountMessagesAsync("submit-proof_error"), Is.Zero);
        await installation.StartIntakeAsync();
        await Eventually.HoldsAsync(async () => await CountAsync(proofIds) == proofIds.Count, "all are accepted");
    }

    [Test]
    [Order(3)]
    public async Task The_orchestrator_leaves_its_events_to_the_next_one()
    {
        var first = await installation.StartProcessAsync(BuiltPrograms.Orchestrator);
        await Eventually.HoldsAsync(async () => await CountAsync(ProofStatus.Completed) > 0, "proofs come through");

        await first.SignalAsync("TERM");
        Assert.That(await first.WaitForExitAsync(), Is.Zero);
        var inTheMiddle = await CountAsync(ProofStatus.Completed);
        await installation.StartProcessAsync(BuiltPrograms.Orchestrator);

        await Eventually.HoldsAsync(
            async () => await CountAsync(ProofStatus.Completed) == (10 * Many) + 1,
            "every proof is completed"
        );
        using (Assert.EnterMultipleScope())
        {
            Assert.That(inTheMiddle, Is.LessThan((10 * Many) + 1), "there was work left");
            Assert.That(
                await installation.InDatabaseAsync(db => db.Proofs.MaxAsync(proof => proof.Attempt)),
                Is.LessThanOrEqualTo(1),
                "no attempt was made twice"
            );
            Assert.That(await installation.CountMessagesAsync("proof-job_error"), Is.Zero);
        }
    }

    [Test]
    [Order(4)]
    public async Task The_dead_letter_service_loses_no_letter()
    {
        var first = await installation.StartProcessAsync(BuiltPrograms.DeadLetters);
        var bad = Enumerable.Range(0, 5 * Many).Select(number => Submission(number));
        await PlainAmqp.SendAsync(
            installation.BrokerUri,
            bad.Select(submission =>
            {
                submission["circuit"] = "no-such-circuit";
                return submission.ToJsonString();
            })
        );
        await Eventually.HoldsAsync(async () => (await installation.DeadLettersAsync()).Count > 0, "it is at it");

        await first.SignalAsync("TERM");
        Assert.That(await first.WaitForExitAsync(), Is.Zero);
        await installation.StartProcessAsync(BuiltPrograms.DeadLetters);

        await Eventually.HoldsAsync(
            async () => (await installation.DeadLettersAsync()).Count == 5 * Many,
            "each letter is stored once"
        );
        Assert.That(await installation.CountMessagesAsync("dead-letter_error"), Is.Zero);
    }

    [Test]
    [Order(5)]
    public async Task Without_its_broker_it_ends_in_order_all_the_same()
    {
        var prover = await installation.StartProcessAsync(BuiltPrograms.Prover);
        await installation.LoseBrokerAsync();
        await Eventually.HoldsAsync(() => IsUnreadyAsync(prover), "the broker is gone");

        await prover.SignalAsync("TERM");

        Assert.That(await prover.WaitForExitAsync(), Is.Zero);
        Assert.That(prover.ReadLog(), Does.Contain("Stopped after"));
        await installation.ReplaceBrokerAsync();
    }

    static System.Text.Json.Nodes.JsonObject Submission(int number)
    {
        var submission = Submissions.Commitment(number);
        submission["publish"] = false;
        return submission;
    }

    Task<int> CountAsync(IReadOnlyCollection<Guid> proofIds) =>
        installation.InDatabaseAsync(db => db.Proofs.CountAsync(proof => proofIds.Contains(proof.Id)));

    Task<int> CountAsync(ProofStatus status) =>
        installation.InDatabaseAsync(db => db.Proofs.CountAsync(proof => proof.Status == status));

    static async Task<bool> IsRefusedAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    static async Task<bool> IsUnreadyAsync(ServiceProcess service)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return !answer.IsSuccessStatusCode;
    }
}
