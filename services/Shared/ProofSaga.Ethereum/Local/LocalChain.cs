using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ProofSaga.Ethereum.Local;

/// <summary>
/// A private chain (anvil, run by <c>infra/chain/local-chain.mjs</c>) on a free port of this machine. It ends with this
/// object, and with this process however that ends.
/// </summary>
public sealed class LocalChain : IAsyncDisposable
{
    readonly Process process;
    readonly LocalChainOptions options;
    readonly ILogger logger;
    readonly StringBuilder complaints = new();
    Task draining = Task.CompletedTask;
    bool disposed;

    LocalChain(Process process, LocalChainOptions options, ILogger logger)
    {
        this.process = process;
        this.options = options;
        this.logger = logger;
        Exited = process.WaitForExitAsync();
    }

    public Uri RpcUrl { get; private set; } = null!;

    public ulong ChainId { get; private set; }

    /// <summary>Completes when the chain has ended, for whatever reason.</summary>
    public Task Exited { get; }

    /// <summary>Starts the chain and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the message holds what it printed.</exception>
    /// <exception cref="TimeoutException">It did not answer within <see cref="LocalChainOptions.StartTimeout"/>.</exception>
    public static async Task<LocalChain> StartAsync(
        LocalChainOptions options,
        ILogger<LocalChain> logger,
        CancellationToken cancellationToken = default
    )
    {
        var chain = new LocalChain(StartProcess(options), options, logger);
        try
        {
            chain.draining = chain.DrainErrorsAsync();
            await chain.WaitUntilReadyAsync(cancellationToken);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    static Process StartProcess(LocalChainOptions options)
    {
        var start = new ProcessStartInfo(options.NodeProgram)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(options.InfraFolder, "chain", "local-chain.mjs"));
        if (options.StateFile is { } stateFile)
        {
            start.ArgumentList.Add("--state");
            start.ArgumentList.Add(stateFile);
        }

        if (options.Port is { } port)
        {
            start.ArgumentList.Add("--port");
            start.ArgumentList.Add(port.ToString(CultureInfo.InvariantCulture));
        }

        if (options.BlockTime is { } blockTime)
        {
            start.ArgumentList.Add("--block-time");
            start.ArgumentList.Add(blockTime.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"'{options.NodeProgram}' cannot be started: {exception.Message}. Node.js 20 or newer is needed.",
                exception
            );
        }
    }

    async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        string? line;
        try
        {
            line = await process
                .StandardOutput.ReadLineAsync(cancellationToken)
                .AsTask()
                .WaitAsync(options.StartTimeout, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"The local chain did not answer within {options.StartTimeout.TotalSeconds:0} s.",
                exception
            );
        }

        if (line is null)
        {
            await draining;
            throw new InvalidOperationException($"The local chain did not start. {complaints.ToString().TrimEnd()}");
        }

        try
        {
            var ready = JsonSerializer.Deserialize<LocalChainReady>(line)!;
            (RpcUrl, ChainId) = (ready.RpcUrl, ready.ChainId);
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException("The local chain printed something else than its address.", exception);
        }

        LocalChainLog.Started(logger, ChainId, RpcUrl);
    }

    // a pipe that nobody reads fills up and stops who writes it
    async Task DrainErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            complaints.AppendLine(line);
            LocalChainLog.Says(logger, line);
        }
    }

    /// <summary>Ends the chain, which saves its state if it has a file for it, and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;

        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(options.StopTimeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            LocalChainLog.Killed(logger, options.StopTimeout);
        }

        await draining;
        LocalChainLog.Ended(logger, process.ExitCode);
        process.Dispose();
    }
}
