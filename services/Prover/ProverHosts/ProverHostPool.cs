using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ProofSaga.Contracts.Failures;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>A number of prover hosts, started when first needed. Disposal leaves no process behind.</summary>
sealed class ProverHostPool(int size, ProverOptions options, TimeProvider time, ILogger<ProverHostPool> logger)
    : IAsyncDisposable
{
    readonly SemaphoreSlim slots = new(size, size);
    readonly ConcurrentStack<ProverHostProcess> idle = new();
    readonly CancellationTokenSource disposal = new();

    /// <summary>Process ids of the hosts that wait for a job.</summary>
    internal IReadOnlyCollection<int> IdleProcessIds => [.. idle.Select(host => host.Id)];

    /// <summary>Runs a job in the next free host. The wait for one does not count as time of the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="timeout">After this the host is killed.</param>
    /// <param name="progress">Hears of each step.</param>
    /// <param name="cancellationToken">When cancelled the host is killed.</param>
    /// <returns>The result of the job's verb.</returns>
    /// <exception cref="ProofSystemException">There is no result.</exception>
    public async Task<JsonElement> RunAsync(
        ProverHostJob job,
        TimeSpan timeout,
        IProgress<ProverProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            limit.Token,
            disposal.Token
        );
        try
        {
            await slots.WaitAsync(stop.Token);
            try
            {
                limit.CancelAfter(timeout);
                return await RunInSlotAsync(job, progress, stop.Token);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (disposal.IsCancellationRequested)
        {
            throw new ProofSystemException(FailureCodes.ProverUnavailable, "The prover is shutting down.");
        }
        catch (OperationCanceledException)
        {
            throw new ProofSystemException(
                FailureCodes.ProverTimeout,
                $"The prover did not finish within {timeout.TotalSeconds} seconds and was killed."
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await disposal.CancelAsync();
        for (var slot = 0; slot < size; slot++)
            await slots.WaitAsync(CancellationToken.None);
        while (idle.TryPop(out var host))
            await host.DisposeAsync();
    }

    async Task<JsonElement> RunInSlotAsync(
        ProverHostJob job,
        IProgress<ProverProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var host = await TakeIdleAsync() ?? await StartAsync(cancellationToken);
        var answer = await RunOrKillAsync(host, job, progress, cancellationToken);
        await GiveBackAsync(host, answer);
        return answer.Result ?? throw new ProofSystemException(answer.Error!.Code, answer.Error.Message);
    }

    async Task<ProverHostAnswer> RunOrKillAsync(
        ProverHostProcess host,
        ProverHostJob job,
        IProgress<ProverProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await host.RunAsync(job, progress, cancellationToken);
        }
        catch (Exception error)
        {
            ProverHostLog.Killed(logger, host.Id, (error as ProofSystemException)?.Code ?? error.GetType().Name);
            await host.DisposeAsync();
            throw;
        }
    }

    async Task<ProverHostProcess?> TakeIdleAsync()
    {
        while (idle.TryPop(out var host))
        {
            if (!host.HasExited)
                return host;

            ProverHostLog.Replaced(logger, host.Id, host.JobsDone, "it ended while it was idle");
            await host.DisposeAsync();
        }

        return null;
    }

    async Task<ProverHostProcess> StartAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.StartTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var host = await ProverHostProcess.StartAsync(options, logger, stop.Token);
            ProverHostLog.Ready(logger, host.Id);
            return host;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProofSystemException(
                FailureCodes.ProverUnavailable,
                $"The prover host was not ready within {options.StartTimeout.TotalSeconds} seconds."
            );
        }
    }

    async Task GiveBackAsync(ProverHostProcess host, ProverHostAnswer answer)
    {
        if (WhyReplace(host, answer) is not { } reason)
        {
            idle.Push(host);
            return;
        }

        ProverHostLog.Replaced(logger, host.Id, host.JobsDone, reason);
        await host.DisposeAsync();
    }

    string? WhyReplace(ProverHostProcess host, ProverHostAnswer answer)
    {
        if (answer.Error is { LeavesProcessSound: false } error)
            return error.Code;
        if (host.JobsDone >= options.MaxJobsPerProcess)
            return "it did its number of jobs";
        return host.ResidentBytes > options.MaxProcessMemoryMebibytes * 1024L * 1024L ? "its memory grew" : null;
    }
}
