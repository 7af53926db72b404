using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.ProverHosts;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Prover.Tests.ProverHosts;

/// <summary>What becomes of a job and of the next one when a prover host fails. See <c>Hosts/main.mjs</c> for the misdeeds.</summary>
public class ProverHostFailureTests
{
    const string Hangs = "1001";
    const string Exits = "1002";
    const string WritesGarbage = "1003";
    const string RunsOutOfMemory = "1004";
    const string ComputesForever = "1005";
    const string Prints = "1006";
    const string Throws = "1007";
    const string UsesUpItsMemory = "1008";
    const string Forks = "1009";
    const string ForksASession = "1010";
    const string Obeys = "7";

    /// <summary>Poseidon(1, 2): what the host proves once it has done its misdeed.</summary>
    static readonly string Hash = Examples.First.GetProperty("hash").GetString()!;

    ProverUnderTest prover = null!;

    [OneTimeSetUp]
    public void CreateProver() => prover = ProverUnderTest.WithMisbehavingHost();

    [OneTimeTearDown]
    public async Task StopHosts() => await prover.DisposeAsync();

    [TearDown]
    public async Task The_next_job_works()
    {
        var proof = await ProveAsync(Obeys);

        Assert.That((await prover.VerifyAsync(proof.Document)).Reason, Is.Null);
    }

    [TestCase(Exits, FailureCodes.ProverCrashed)]
    [TestCase(WritesGarbage, FailureCodes.ProverProtocolViolation)]
    [TestCase(RunsOutOfMemory, FailureCodes.ProverOutOfMemory)]
    [TestCase(Throws, FailureCodes.ProverInternalError)]
    public async Task A_host_that_fails_fails_the_job_for_now_and_is_replaced(string misdeed, string code)
    {
        await ProveAsync(Obeys);
        var process = prover.ProvingPool.IdleProcessIds.Single();

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(misdeed));

        Assert.That(failure.Code, Is.EqualTo(code));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Transient));
        Assert.That(IsRunning(process), Is.False);
    }

    [Test]
    public async Task A_host_that_the_kernel_kills_in_the_middle_of_a_proof_fails_the_job_for_now_and_says_so()
    {
        await ProveAsync(Obeys);
        using var process = Process.GetProcessById(prover.ProvingPool.IdleProcessIds.Single());

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(Hangs, new Steps(_ => process.Kill())));

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverKilled));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Transient));
        Assert.That(failure.Message, Does.Contain("for want of memory"));
    }

    [Test]
    public async Task A_host_whose_heap_is_full_ran_out_of_memory()
    {
        using var folder = new TemporaryFolder();
        var node = Path.Combine(folder.Path, "node-with-a-small-heap");
        await File.WriteAllTextAsync(node, "#!/bin/sh\nexec node --max-old-space-size=96 \"$@\"\n");
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var small = ProverUnderTest.WithMisbehavingHost(options => options.NodeExecutable = node);

        var failure = Assert.ThrowsAsync<ProofSystemException>(() =>
            small.ProveAsync(small.Inputs(UsesUpItsMemory, "1", Hash))
        );

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverOutOfMemory));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Transient));
    }

    [Test]
    public async Task What_a_hanging_host_has_forked_is_killed_with_it_although_it_lost_its_parent()
    {
        await ProveAsync(Obeys);

        var (failure, orphan) = await HangAsync(Forks);

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverTimeout));
        await Eventually.HoldsAsync(() => !IsRunning(orphan), "the orphan is dead");
    }

    [Test]
    public async Task What_got_away_into_a_session_of_its_own_does_not_hold_up_the_slot()
    {
        await ProveAsync(Obeys);

        var (failure, orphan) = await HangAsync(ForksASession);

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverTimeout));
        Assert.That(IsRunning(orphan), "it is no descendant and in no group of ours");
        Process.GetProcessById(orphan).Kill();
    }

    [TestCase(Hangs)]
    [TestCase(ComputesForever)]
    public async Task Cancelling_kills_the_host(string misdeed)
    {
        await ProveAsync(Obeys);
        var process = prover.ProvingPool.IdleProcessIds.Single();
        using var cancel = new CancellationTokenSource();

        var cancelled = Assert.CatchAsync<OperationCanceledException>(() =>
            ProveAsync(misdeed, new Steps(_ => cancel.Cancel()), cancel.Token)
        );

        Assert.That(cancelled.CancellationToken, Is.EqualTo(cancel.Token));
        Assert.That(IsRunning(process), Is.False);
    }

    [TestCase(Hangs)]
    [TestCase(ComputesForever)]
    public async Task A_job_over_its_time_limit_is_killed(string misdeed)
    {
        await ProveAsync(Obeys);
        var process = prover.ProvingPool.IdleProcessIds.Single();

        var failure = TimeOut(misdeed, new Steps(), TimeSpan.FromMilliseconds(200));

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverTimeout));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Transient));
        Assert.That(IsRunning(process), Is.False);
    }

    [Test]
    public async Task A_host_that_does_not_even_read_its_job_is_killed_when_the_time_is_over()
    {
        await ProveAsync(Obeys);
        var process = prover.ProvingPool.IdleProcessIds.Single();
        using (var stop = Process.Start("kill", ["-STOP", $"{process}"]))
            await stop.WaitForExitAsync();

        // far more than a pipe holds, so that the write itself hangs
        var proof = JsonSerializer.SerializeToElement(new { pi_a = new string('1', 1_000_000) });
        var document = new ProofDocument("groth16", "preimage", CircuitVersion: 1, proof, PublicSignals: []);
        var job = ProverHostJob.Verify(prover.Circuit.DefaultProofSystem, document);

        var failure = Assert.ThrowsAsync<ProofSystemException>(() =>
            prover.ProvingPool.RunAsync(job, TimeSpan.FromMilliseconds(200), progress: null, CancellationToken.None)
        );

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverTimeout));
        Assert.That(IsRunning(process), Is.False);
    }

    [Test]
    public async Task A_host_that_died_while_it_was_idle_is_replaced_unnoticed()
    {
        await ProveAsync(Obeys);
        using var process = Process.GetProcessById(prover.ProvingPool.IdleProcessIds.Single());
        process.Kill();
        await process.WaitForExitAsync();

        Assert.That(await ProveAsync(Obeys), Is.Not.Null);
    }

    [Test]
    public async Task What_a_library_prints_does_not_reach_the_protocol()
    {
        var proof = await ProveAsync(Prints);

        Assert.That(proof.PublicSignals, Is.EqualTo(new[] { Hash }));
        Assert.That(prover.Logs.Entries, Has.None.Contains("printed by a library"));
    }

    [Test]
    public void A_librarys_error_text_stays_in_the_host()
    {
        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(Throws));

        Assert.That(failure.Message, Is.EqualTo("the prover failed in step 'misdeed' (TypeError)"));
        Assert.That(prover.Logs.Entries, Has.None.Contains("31337313373133731337"));
    }

    Task<GeneratedProof> ProveAsync(
        string misdeed,
        Steps? steps = null,
        CancellationToken cancellationToken = default
    ) => prover.ProveAsync(prover.Inputs(misdeed, "1", Hash), steps, cancellationToken);

    /// <returns>How the job failed, and the process that the host had started and forgotten.</returns>
    async Task<(ProofSystemException Failure, int Orphan)> HangAsync(string misdeed)
    {
        var orphan = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var steps = new Steps(step =>
        {
            if (step.StartsWith("orphan ", StringComparison.Ordinal))
                orphan.SetResult(int.Parse(step["orphan ".Length..], CultureInfo.InvariantCulture));
        });
        // long enough for the fork, with which the hanging begins
        var failure = TimeOut(misdeed, steps, TimeSpan.FromSeconds(2));
        return (failure, await orphan.Task);
    }

    ProofSystemException TimeOut(string misdeed, Steps steps, TimeSpan limit)
    {
        var shortCircuit = prover.Circuit with
        {
            ProofSystems = [prover.Circuit.DefaultProofSystem with { Timeout = limit }],
        };
        var request = new ProofRequest(Guid.NewGuid(), shortCircuit, prover.Inputs(misdeed, "1", Hash));
        return Assert.ThrowsAsync<ProofSystemException>(() =>
            prover.Groth16.ProveAsync(request, steps, CancellationToken.None)
        );
    }

    /// <summary>One that is dead and that nobody waits for is not running.</summary>
    static bool IsRunning(int processId)
    {
        try
        {
            return !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
