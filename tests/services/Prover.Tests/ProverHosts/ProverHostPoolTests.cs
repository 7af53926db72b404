using Microsoft.Extensions.Options;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Tests.ProverHosts;

public class ProverHostPoolTests
{
    const string Hangs = "1001";
    static readonly string Hash = Examples.First.GetProperty("hash").GetString()!;

    [Test]
    public async Task A_host_is_kept_warm_and_replaced_after_its_number_of_jobs()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options => options.MaxJobsPerProcess = 2);

        await ProveAsync(prover);
        var first = prover.ProvingPool.IdleProcessIds.Single();
        await ProveAsync(prover);
        var afterSecondJob = prover.ProvingPool.IdleProcessIds;
        await ProveAsync(prover);

        Assert.That(afterSecondJob, Is.Empty);
        Assert.That(prover.ProvingPool.IdleProcessIds.Single(), Is.Not.EqualTo(first));
        Assert.That(IsRunning(first), Is.False);
    }

    [Test]
    public async Task A_host_gets_nothing_of_the_environment_that_could_be_a_secret()
    {
        Environment.SetEnvironmentVariable("PROOFSAGA_TEST_PRIVATE_KEY", "31337");
        await using var prover = ProverUnderTest.WithMisbehavingHost();

        await ProveAsync(prover);

        var environment = await File.ReadAllTextAsync($"/proc/{prover.ProvingPool.IdleProcessIds.Single()}/environ");
        Assert.That(environment, Does.Contain("PATH=").And.Not.Contain("PROOFSAGA_TEST_PRIVATE_KEY"));
    }

    [Test]
    public async Task A_host_whose_memory_grew_is_replaced()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options => options.MaxProcessMemoryMebibytes = 64);

        await ProveAsync(prover);

        Assert.That(prover.ProvingPool.IdleProcessIds, Is.Empty);
        Assert.That(prover.Logs.Entries, Has.One.Contains("its memory grew"));
    }

    [Test]
    public async Task Disposal_ends_running_jobs_and_leaves_no_process()
    {
        var prover = ProverUnderTest.WithMisbehavingHost();
        await ProveAsync(prover);
        var process = prover.ProvingPool.IdleProcessIds.Single();
        var begun = new TaskCompletionSource();
        var job = prover.ProveAsync(prover.Inputs(Hangs, "1", Hash), new Steps(_ => begun.TrySetResult()));
        await begun.Task;

        await prover.DisposeAsync();

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => job);
        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverUnavailable));
        Assert.That(IsRunning(process), Is.False);
    }

    [Test]
    public async Task A_cancelled_wait_for_a_host_ends_at_once_and_harms_nobody()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost();
        using var cancelFirst = new CancellationTokenSource();
        using var cancelSecond = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var first = prover.ProveAsync(
            prover.Inputs(Hangs, "1", Hash),
            new Steps(_ => begun.TrySetResult()),
            cancelFirst.Token
        );
        await begun.Task;
        var second = prover.ProveAsync(prover.Inputs("7", "1", Hash), cancellationToken: cancelSecond.Token);

        await cancelSecond.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => second);
        Assert.That(first.IsCompleted, Is.False);

        await cancelFirst.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => first);
    }

    [Test]
    public async Task A_check_does_not_wait_for_a_proof()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost();
        var proof = await ProveAsync(prover);
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var hanging = prover.ProveAsync(
            prover.Inputs(Hangs, "1", Hash),
            new Steps(_ => begun.TrySetResult()),
            cancel.Token
        );
        await begun.Task;

        Assert.That((await prover.VerifyAsync(proof.Document)).Reason, Is.Null);

        await cancel.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => hanging);
    }

    [Test]
    public async Task A_missing_node_executable_is_a_transient_failure_that_says_so()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
            options.NodeExecutable = "no-such-node"
        );

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(prover));

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverUnavailable));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Transient));
        Assert.That(failure.Message, Does.Contain("no-such-node"));
    }

    [Test]
    public async Task A_host_that_does_not_start_is_a_transient_failure_and_its_errors_are_logged()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
            options.ProverHostFolder = Path.GetTempPath()
        );

        var failure = Assert.ThrowsAsync<ProofSystemException>(() => ProveAsync(prover));

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ProverUnavailable));
        Assert.That(prover.Logs.Entries, Has.Some.StartsWith("Warning 2105").And.Contains("main.mjs"));
    }

    [Test]
    public void Options_out_of_range_are_refused_all_at_once()
    {
        var failure = Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
            {
                options.ProvingProcesses = 0;
                options.StartTimeout = TimeSpan.Zero;
            });
            await ProveAsync(prover);
        });

        Assert.That(
            failure.Message,
            Does.Contain(nameof(ProverOptions.ProvingProcesses)).And.Contain(nameof(ProverOptions.StartTimeout))
        );
    }

    static Task<GeneratedProof> ProveAsync(ProverUnderTest prover) => prover.ProveAsync(prover.Inputs("7", "1", Hash));

    static bool IsRunning(int processId) => Directory.Exists($"/proc/{processId}");
}
