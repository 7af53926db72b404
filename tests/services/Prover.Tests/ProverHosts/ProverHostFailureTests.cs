using System.Diagnostics;
using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.ProverHosts;

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

    [TestCase(Exits, ProofSystemErrorCodes.ProverCrashed)]
    [TestCase(WritesGarbage, ProofSystemErrorCodes.ProverProtocolViolation)]
    [TestCase(RunsOutOfMemory, ProofSystemErrorCodes.ProverOutOfMemory)]
    [TestCase(Throws, ProofSystemErrorCodes.ProverInternalError)]
    public async Task A_host_that_fails_fails_the_job_for_now_and_is_replaced(string misdeed, string code)
    {
        await ProveAsync(Obeys);
        var process = prover.ProvingPool.IdleProcessIds.Single();

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(misdeed));

        Assert.That(failure.Code, Is.EqualTo(code));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(IsRunning(process), Is.False);
    }

    [Test]
    public async Task A_host_that_is_killed_in_the_middle_of_a_proof_fails_the_job_for_now()
    {
        await ProveAsync(Obeys);
        using var process = Process.GetProcessById(prover.ProvingPool.IdleProcessIds.Single());

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(Hangs, new Steps(_ => process.Kill())));

        Assert.That(failure.Code, Is.EqualTo(ProofSystemErrorCodes.ProverCrashed));
        Assert.That(failure.IsTransient, Is.True);
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
        var shortCircuit = prover.Circuit with
        {
            ProofSystems = [prover.Circuit.DefaultProofSystem with { Timeout = TimeSpan.FromMilliseconds(200) }],
        };
        var request = new ProofRequest(Guid.NewGuid(), shortCircuit, prover.Inputs(misdeed, "1", Hash));

        var failure = Assert.ThrowsAsync<ProofSystemException>(() =>
            prover.Groth16.ProveAsync(request, new Steps(), CancellationToken.None)
        );

        Assert.That(failure.Code, Is.EqualTo(ProofSystemErrorCodes.ProverTimeout));
        Assert.That(failure.IsTransient, Is.True);
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

        Assert.That(failure.Code, Is.EqualTo(ProofSystemErrorCodes.ProverTimeout));
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

    static bool IsRunning(int processId) => Directory.Exists($"/proc/{processId}");
}
