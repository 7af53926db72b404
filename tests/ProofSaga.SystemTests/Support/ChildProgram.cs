using System.Diagnostics;
using System.Text;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Support;

/// <summary>A .NET program as a child process. Nothing that it started outlives this object.</summary>
sealed class ChildProgram : IAsyncDisposable
{
    readonly Process process;
    readonly Task reading;
    readonly Lock gate = new();
    readonly StringBuilder output = new();
    readonly HashSet<ProcessIdentity> seen = [];

    ChildProgram(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Standard output and error so far, line by line.</summary>
    public string Output
    {
        get
        {
            lock (gate)
                return output.ToString();
        }
    }

    /// <summary>Those of the processes below it that have been seen and run still.</summary>
    public IReadOnlyList<ProcessIdentity> LivingDescendants
    {
        get
        {
            LookAtDescendants();
            lock (gate)
                return [.. seen.Where(descendant => descendant.IsAlive)];
        }
    }

    public static ChildProgram Start(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return new ChildProgram(Process.Start(start)!);
    }

    /// <param name="signal">Without SIG: <c>TERM</c>, <c>INT</c>.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Its standard input ends.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>SIGKILL for this process alone.</summary>
    public async Task KillAsync()
    {
        LookAtDescendants();
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <exception cref="TimeoutException">It runs still.</exception>
    public async Task<int> WaitForExitAsync()
    {
        await Task.WhenAll(process.WaitForExitAsync(), reading).WaitAsync(Eventually.Patience);
        return process.ExitCode;
    }

    public Task WaitForOutputAsync(string text) =>
        Eventually.HoldsAsync(
            () =>
                Output.Contains(text, StringComparison.Ordinal)
                || (process.HasExited ? throw new InvalidOperationException($"It has ended:\n{Output}") : false),
            $"it says '{text}'"
        );

    public async ValueTask DisposeAsync()
    {
        LookAtDescendants();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        foreach (var orphan in LivingDescendants)
        {
            using var kill = Process.Start("kill", ["-s", "KILL", $"{orphan.Id}"]);
            await kill.WaitForExitAsync();
        }

        await reading.WaitAsync(Eventually.Patience);
        process.Dispose();
    }

    async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            lock (gate)
                output.AppendLine(line);
            LookAtDescendants();
        }
    }

    void LookAtDescendants()
    {
        var descendants = ProcessTable.DescendantsOf(process.Id);
        lock (gate)
            seen.UnionWith(descendants);
    }
}
