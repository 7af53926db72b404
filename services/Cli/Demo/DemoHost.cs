using System.Diagnostics;
using System.Text.Json;

namespace ProofSaga.Cli.Demo;

/// <summary>
/// A standalone host of the demo's own, on free ports and with a data folder that is gone afterwards. It stops with
/// this process, however that ends: its standard input is our pipe.
/// </summary>
sealed class DemoHost : IAsyncDisposable
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly string dataDirectory;
    readonly Task logging;
    bool keepLog;

    DemoHost(Process process, string dataDirectory)
    {
        this.process = process;
        this.dataDirectory = dataDirectory;
        LogFile = Path.Combine(dataDirectory, "standalone.log");
        logging = WriteLogAsync();
    }

    public Uri ApiUrl { get; private set; } = null!;
    public Uri RpcUrl { get; private set; } = null!;
    public string LogFile { get; }

    public static async Task<DemoHost> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("proofsaga-demo-").FullName;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Repository.StandaloneProgram, "--data", folder, "--port", "0", "--stop-with-stdin" },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // nobody takes up what it has not finished
            Environment = { ["Shutdown__Grace"] = "00:00:00" },
        };
        var host = new DemoHost(Process.Start(start)!, folder);
        try
        {
            await host.WaitUntilReadyAsync(cancellationToken);
            return host;
        }
        catch
        {
            host.KeepLog();
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leaves the data folder in place, so that the log can be read.</summary>
    public void KeepLog() => keepLog = true;

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopTimeout);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await logging;
        process.Dispose();
        if (!keepLog)
            Directory.Delete(dataDirectory, recursive: true);
    }

    async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var readyFile = Path.Combine(dataDirectory, "standalone.json");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        while (!File.Exists(readyFile))
        {
            if (process.HasExited)
                throw new InvalidOperationException(
                    $"The host ended with exit code {process.ExitCode}; its log: {LogFile}"
                );

            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        }

        using var addresses = JsonDocument.Parse(await File.ReadAllBytesAsync(readyFile, cancellationToken));
        ApiUrl = new Uri(addresses.RootElement.GetProperty("api_url").GetString()!);
        RpcUrl = new Uri(addresses.RootElement.GetProperty("rpc_url").GetString()!);
    }

    async Task WriteLogAsync()
    {
        await using var log = TextWriter.Synchronized(File.CreateText(LogFile));
        await Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));

        async Task CopyAsync(StreamReader lines)
        {
            while (await lines.ReadLineAsync() is { } line)
                await log.WriteLineAsync(line);
        }
    }
}
