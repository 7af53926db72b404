using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using ProofSaga.Contracts.Failures;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>
/// One warm Node process. It does one job at a time; after a job that did not end with an answer it must be disposed.
/// </summary>
/// <remarks>
/// If this process is killed, the other one ends by itself: its standard input closes, and it looks for its owner
/// each second while it computes.
/// </remarks>
sealed class ProverHostProcess : IAsyncDisposable
{
    const string EntryScript = "main.mjs";

    /// <summary>Proofs are below 100 KB; anything near this is not an answer.</summary>
    const int MaxAnswerBytes = 16 * 1024 * 1024;

    const int MaxLogLineBytes = 64 * 1024;

    /// <summary>What the process gets of our environment, which otherwise may hold keys and passwords.</summary>
    static readonly string[] PassedVariables = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    const int KilledBySignal9 = 128 + 9;

    /// <summary>A process that exits closes its output first; one that goes on after that is of no use.</summary>
    static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    /// <summary>What has got away from the group may hold the pipe of errors open for ever.</summary>
    static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    readonly Process process;
    readonly ILogger logger;
    readonly BoundedLineReader answers;
    readonly Task errorDrain;
    readonly CancellationTokenSource stopDraining = new();
    volatile bool ready;
    volatile bool reportedOutOfMemory;

    ProverHostProcess(Process process, ILogger logger)
    {
        (this.process, this.logger) = (process, logger);
        Id = process.Id;
        // at once: later its id may be another's
        process.Exited += (_, _) => OwnSession.Kill(Id);
        process.EnableRaisingEvents = true;
        answers = new BoundedLineReader(process.StandardOutput.BaseStream, MaxAnswerBytes);
        errorDrain = DrainErrorsAsync();
    }

    /// <summary>The operating system's process id.</summary>
    public int Id { get; }

    public int JobsDone { get; private set; }

    public bool HasExited => process.HasExited;

    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64;
        }
    }

    /// <summary>Starts a process and waits for its first answer.</summary>
    /// <exception cref="ProofSystemException">It could not be started, or ended before it answered.</exception>
    public static async Task<ProverHostProcess> StartAsync(
        ProverOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var host = new ProverHostProcess(Launch(options), logger);
        try
        {
            await host.RunAsync(ProverHostJob.Ping, progress: null, cancellationToken);
            host.ready = true;
            host.JobsDone = 0;
            return host;
        }
        catch (ProofSystemException crash)
        {
            await host.DisposeAsync();
            throw Unavailable($"The prover host did not start with '{options.NodeExecutable}'. {crash.Message}", crash);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one job to its answer.</summary>
    /// <returns>The last answer: a result or an error.</returns>
    /// <exception cref="ProofSystemException">The process ended, or said what is no answer.</exception>
    public async Task<ProverHostAnswer> RunAsync(
        ProverHostJob job,
        IProgress<ProverProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var id = JobsDone.ToString(CultureInfo.InvariantCulture);
        await SendAsync(job.ToLine(id), cancellationToken);
        while (true)
        {
            var answer = ProverHostAnswer.Parse(await ReadLineAsync(cancellationToken), id) ?? throw NotAnAnswer();
            if (answer.Step is null)
            {
                JobsDone++;
                return answer;
            }

            progress?.Report(new ProverProgress(answer.Step));
        }
    }

    /// <summary>Kills the process with all that it started, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        process.Dispose();
        stopDraining.Dispose();
    }

    async Task EndAsync()
    {
        Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(errorDrain, Task.Delay(DrainPatience, CancellationToken.None));
        await stopDraining.CancelAsync();
        await errorDrain;
    }

    void Kill()
    {
        try
        {
            if (process.HasExited)
                return;

            process.Kill(entireProcessTree: true);
            OwnSession.Kill(Id);
        }
        catch (InvalidOperationException)
        {
            // it ended by itself
        }
    }

    static Process Launch(ProverOptions options)
    {
        var start = OwnSession.Of(options.NodeExecutable);
        start.WorkingDirectory = options.ProverHostFolder;
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.ArgumentList.Add(EntryScript);
        start.ArgumentList.Add("--owner");
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (options.SingleThread)
            start.ArgumentList.Add("--single-thread");
        foreach (var name in start.Environment.Keys.Except(PassedVariables, StringComparer.OrdinalIgnoreCase).ToList())
            start.Environment.Remove(name);

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw Unavailable($"The prover host could not be started: {error.Message}", error);
        }
    }

    async Task SendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(line, cancellationToken);
            await input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw await EndedAsync();
        }
    }

    async Task<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await answers.ReadAsync(cancellationToken) ?? throw await EndedAsync();
        }
        catch (InvalidDataException)
        {
            throw NotAnAnswer();
        }
    }

    /// <summary>Reads what the process prints as errors, so that its pipe never fills up.</summary>
    async Task DrainErrorsAsync()
    {
        var lines = new BoundedLineReader(process.StandardError.BaseStream, MaxLogLineBytes);
        try
        {
            while (await lines.ReadAsync(stopDraining.Token) is { } line)
                NoteErrorLine(Encoding.UTF8.GetString(line));
        }
        catch (OperationCanceledException)
        {
            // the process is gone; what still holds its pipe is none of ours
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // whatever it prints is no prover host's doing: it cannot be trusted with a job
            ProverHostLog.UnreadableErrors(logger, Id);
            Kill();
        }
    }

    void NoteErrorLine(string line)
    {
        if (line.Contains("heap out of memory", StringComparison.Ordinal))
            reportedOutOfMemory = true;

        if (ready)
            ProverHostLog.ErrorLine(logger, Id, line);
        else
            ProverHostLog.StartErrorLine(logger, Id, line);
    }

    async Task<ProofSystemException> EndedAsync()
    {
        var endedByItself = await EndsByItselfAsync();
        await EndAsync();
        if (reportedOutOfMemory)
            return new ProofSystemException(FailureCodes.ProverOutOfMemory, "The prover ran out of memory.");
        if (!endedByItself)
            return new ProofSystemException(FailureCodes.ProverCrashed, "The prover's process closed its output.");
        return process.ExitCode == KilledBySignal9
            ? new ProofSystemException(
                FailureCodes.ProverKilled,
                "The prover's process was killed from outside (signal 9), as the kernel does for want of memory."
            )
            : new ProofSystemException(
                FailureCodes.ProverCrashed,
                $"The prover's process ended with exit code {process.ExitCode}."
            );
    }

    async Task<bool> EndsByItselfAsync()
    {
        using var patience = new CancellationTokenSource(ExitPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    static ProofSystemException NotAnAnswer() =>
        new(FailureCodes.ProverProtocolViolation, "The prover's process wrote something that is not an answer.");

    static ProofSystemException Unavailable(string message, Exception cause) =>
        new(FailureCodes.ProverUnavailable, message, cause);
}
