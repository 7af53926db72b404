using System.Diagnostics;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Testing.Services;

/// <summary>One service as a process of its own, which cannot outlive this one.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    readonly string name;
    readonly GuardedProcess process;
    readonly Uri address;

    ServiceProcess(string name, GuardedProcess process, Uri address)
    {
        this.name = name;
        this.process = process;
        this.address = address;
    }

    /// <summary>The process's id, once it runs.</summary>
    public Task<int> Id => process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Address => address;

    public bool HasExited => process.HasExited;

    /// <param name="name">What errors call it.</param>
    /// <param name="program">From <see cref="BuiltPrograms"/>.</param>
    /// <param name="environment">Variables set beside our own; the address that it listens on is added.</param>
    public static ServiceProcess Start(string name, string program, IReadOnlyDictionary<string, string> environment)
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        var folder = Directory.CreateTempSubdirectory("proofsaga-service-").FullName;
        var started = GuardedProcess.Start(
            new GuardedProcessOptions
            {
                Folder = folder,
                Command = ["dotnet", program],
                Environment = new Dictionary<string, string>(environment) { ["ASPNETCORE_URLS"] = url.OriginalString },
            }
        );
        return new(name, started, url);
    }

    /// <summary>Waits until it says that it is ready: bus and database answer.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; shows its log.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.HoldsAsync(() => IsReadyAsync(http, cancellationToken), $"{name} is ready");
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="signal">Without SIG: <c>TERM</c>, <c>KILL</c>, …</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{await Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended, for whatever reason.</summary>
    /// <returns>The exit code; 128 + N after signal N.</returns>
    /// <exception cref="TimeoutException">It goes on.</exception>
    public Task<int> WaitForExitAsync() => process.Exited.WaitAsync(Eventually.Patience);

    /// <summary>Waits until the end of its log has the text.</summary>
    public Task WaitForLogAsync(string text) =>
        Eventually.HoldsAsync(() => ReadLog().Contains(text, StringComparison.Ordinal), $"{name} logs '{text}'");

    /// <summary>SIGKILL, and waits until it has ended.</summary>
    public Task KillAsync() => process.EndAsync("KILL");

    /// <summary>Starts one that has ended once more, with the same environment and address.</summary>
    public Task StartAgainAsync() => process.StartAgainAsync();

    /// <summary>The end of what it has logged so far.</summary>
    public string ReadLog() => process.ReadLog();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        if (process.HasExited)
            throw new InvalidOperationException($"{name} ended:\n{process.ReadLog()}");

        try
        {
            using var answer = await http.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
