using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Persistence.Jobs;
using ProofSaga.SystemTests.Distributed;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Services;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>SIGTERM, or SIGKILL, while a proof is being made: each prover takes up what the one before it left in the queue.</summary>
public class When_a_prover_is_told_to_stop
{
    const string Queue = "generate-proof";

    Installation installation = null!;
    Guid left;

    [OneTimeSetUp]
    public async Task Start()
    {
        installation = await Installation.PrepareAsync();
        await Task.WhenAll(installation.StartIntakeAsync(), installation.StartOrchestratorAsync());
        left = await SubmitAsync(0);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    [Order(1)]
    public async Task The_proof_is_finished_and_stored_and_the_next_one_is_left_for_others()
    {
        var prover = await StartProverAsync();
        var hosts = await ProverHosts.FreezeAsync(prover);
        var running = await BeginProofAsync(1);

        await prover.SignalAsync("TERM");
        await prover.WaitForLogAsync("nothing new is taken, 1 message(s) under way have 00:10:30 to finish");
        left = await SubmitAsync(2);
        await OneIsInTheQueueAsync();
        Assert.That(prover.HasExited, Is.False);
        await hosts.ThawAsync();

        Assert.That(await prover.WaitForExitAsync(), Is.Zero);
        await Eventually.GetAsync(
            () => installation.Api.GetAsync(running),
            proof => proof is { Status: "generated", Attempt: 1, ArtifactSha256: not null },
            "the proof is stored and waits for its verification"
        );
        using (Assert.EnterMultipleScope())
        {
            Assert.That(prover.ReadLog(), Does.Contain($"Proof {running} generated"));
            Assert.That(prover.ReadLog(), Does.Contain("1 message(s) finished meanwhile, 0 given back"));
            Assert.That(prover.ReadLog(), Does.Not.Contain($"Proof {left}"), "it took nothing new");
            Assert.That(await installation.CountMessagesAsync(Queue), Is.EqualTo(1));
            Assert.That(hosts.AnyIsAlive, Is.False, "no Node process is left");
        }

        var successor = await StartProverAsync();
        await installation.Api.EndOfAsync(running);
        Assert.That(successor.ReadLog(), Does.Not.Contain($"Proof {running} generated"), "it is not proved again");
        await StopIdleAsync(successor);
    }

    [Test]
    [Order(2)]
    public async Task Without_grace_it_is_given_back_at_once_and_another_prover_makes_it()
    {
        var prover = await StartProverAsync("--Shutdown:Grace=00:00:00");
        var hosts = await ProverHosts.FreezeAsync(prover);
        var running = left = await BeginProofAsync(3);

        await prover.SignalAsync("TERM");

        await IsGivenBackAsync(prover, hosts);
        await StopIdleAsync(await StartProverAsync());
        Assert.That(
            (await installation.Api.GetAsync(running)).Attempt,
            Is.LessThanOrEqualTo(1),
            "it is the same attempt"
        );
    }

    [Test]
    [Order(3)]
    public async Task A_second_signal_ends_the_grace()
    {
        var prover = await StartProverAsync();
        var hosts = await ProverHosts.FreezeAsync(prover);
        left = await BeginProofAsync(4);

        await prover.SignalAsync("TERM");
        await prover.WaitForLogAsync("Stopping: nothing new is taken");
        await prover.SignalAsync("TERM");

        await IsGivenBackAsync(prover, hosts);
        Assert.That(prover.ReadLog(), Does.Contain("Stopping at once: 1 message(s)"));
        await StopIdleAsync(await StartProverAsync());
    }

    [Test]
    [Order(4)]
    public async Task The_proof_of_one_that_is_killed_goes_on_elsewhere_and_its_run_is_on_record_as_lost()
    {
        var prover = await StartProverAsync();
        var hosts = await ProverHosts.FreezeAsync(prover);
        var running = left = await BeginProofAsync(6);

        await prover.KillAsync();
        await hosts.ThawAsync();

        await OneIsInTheQueueAsync();
        await StopIdleAsync(await StartProverAsync());
        var runs = await installation.InDatabaseAsync(db =>
            db.Jobs.AsNoTracking()
                .Where(job => job.ProofId == running && job.Stage == ProofStage.Generate)
                .OrderBy(job => job.StartedAt)
                .ToListAsync()
        );
        Assert.That(
            runs.Select(run => (run.Attempt, run.Status)),
            Is.EqualTo([(1, JobStatus.Lost), (1, JobStatus.Succeeded)])
        );
        Assert.That(runs[0].ErrorMessage, Does.Contain(runs[1].Worker!), "it says who took it up");
    }

    async Task IsGivenBackAsync(ServiceProcess prover, ProverHosts hosts)
    {
        Assert.That(await prover.WaitForExitAsync(), Is.Zero);
        await OneIsInTheQueueAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(prover.ReadLog(), Does.Contain("0 message(s) finished meanwhile, 1 given back"));
            Assert.That(await installation.CountMessagesAsync($"{Queue}_error"), Is.Zero);
            Assert.That(await installation.CountMessagesAsync("worker-fault"), Is.Zero);
            Assert.That(hosts.AnyIsAlive, Is.False, "no Node process is left");
        }
    }

    /// <summary>Starts a prover and lets it do what the last one left, so that its hosts run.</summary>
    async Task<ServiceProcess> StartProverAsync(params string[] settings)
    {
        var prover = await installation.StartProcessAsync(BuiltPrograms.Prover, settings);
        if (left == Guid.Empty)
            left = await SubmitAsync(5);
        Assert.That((await installation.Api.EndOfAsync(left)).Status, Is.EqualTo("completed"));
        left = Guid.Empty;
        return prover;
    }

    static async Task StopIdleAsync(ServiceProcess prover)
    {
        await prover.SignalAsync("TERM");
        Assert.That(await prover.WaitForExitAsync(), Is.Zero);
    }

    async Task<Guid> BeginProofAsync(int number)
    {
        var proofId = await SubmitAsync(number);
        await Eventually.GetAsync(
            () => installation.Api.GetAsync(proofId),
            proof => proof.Status == "generating",
            "it is being generated"
        );
        return proofId;
    }

    Task<Guid> SubmitAsync(int number)
    {
        var submission = Submissions.Groth16(number);
        submission["publish"] = false;
        return installation.Api.SubmitAsync(submission);
    }

    Task OneIsInTheQueueAsync() =>
        Eventually.HoldsAsync(async () => await installation.CountMessagesAsync(Queue) == 1, "one order waits");
}
