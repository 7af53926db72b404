using ProofSaga.LocalServers.Processes;

namespace ProofSaga.Cli.Distributed;

/// <summary>One process of a service: started until it is ready, and started again whenever it ends.</summary>
sealed class ServiceProcess(
    ServiceKind kind,
    int number,
    string dataDirectory,
    string logDirectory,
    IReadOnlyDictionary<string, string> environment,
    int? port
) : IAsyncDisposable
{
    static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(2);
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    /// <summary>What runs in the service may finish first.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    /// <summary>Longer than the service itself takes at the most.</summary>
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    /// <summary>So many starts in a row that did not make it to ready are no accident.</summary>
    const int StartAttempts = 3;

    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    GuardedProcess? process;

    public string Name { get; } = $"{kind.Name}-{number}";

    public ServiceKind Kind => kind;

    /// <summary>Where it answers; another one after a restart, unless its port is fixed.</summary>
    public Uri Url { get; private set; } = null!;

    public int ProcessId { get; private set; }

    public string LogFile { get; } = Path.Combine(logDirectory, $"{kind.Name}-{number}.log");

    string Folder => Path.Combine(dataDirectory, "processes", Name);

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="ServerStartException">It ended or was not ready in time; ends with its log.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        Url = new Uri($"http://127.0.0.1:{port ?? LoopbackPort.FindFree()}");
        process = GuardedProcess.Start(
            new GuardedProcessOptions
            {
                Folder = Folder,
                Command =
                [
                    "dotnet",
                    kind.Program,
                    $"--DataDirectory={Path.Combine(dataDirectory, "services")}",
                    $"--InfraDirectory={Path.Combine(Repository.Root, "infra")}",
                    $"--Urls={Url}",
                ],
                Environment = environment,
                StopTimeout = StopTimeout,
                LogFile = LogFile,
                KeepsFolder = true,
            }
        );
        try
        {
            ProcessId = await process.Id.WaitAsync(cancellationToken);
            if (await IsReadyInTimeAsync(process, cancellationToken))
                return;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        var how = process.HasExited
            ? $"ended with exit code {await process.Exited}"
            : $"was not ready within {ReadyTimeout.TotalMinutes:0} minutes";
        var log = process.ReadLog();
        await DisposeAsync();
        throw new ServerStartException($"{Name} {how}. Its log, {LogFile}:\n{log}");
    }

    /// <summary>Starts it again each time it ends.</summary>
    /// <param name="changed">Told in a sentence what happened.</param>
    /// <exception cref="ServerStartException">It does not get ready any more.</exception>
    public async Task KeepRunningAsync(Action<string> changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var exitCode = await process!.Exited.WaitAsync(cancellationToken);
            changed($"{Name} ended with exit code {exitCode}; starting it again");
            await DisposeAsync();
            await RestartAsync(cancellationToken);
            changed($"{Name} is ready again at {Url}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    async Task RestartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await Task.Delay(RestartDelay * attempt, TimeProvider.System, cancellationToken);
            try
            {
                await StartAsync(cancellationToken);
                return;
            }
            catch (ServerStartException) when (attempt < StartAttempts)
            {
                // its log says why; the last attempt's end is the command's
            }
        }
    }

    async Task<bool> IsReadyInTimeAsync(GuardedProcess starting, CancellationToken cancellationToken)
    {
        var ready = new Uri(Url, "/health/ready");
        var startedAt = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(startedAt) < ReadyTimeout && !starting.HasExited)
        {
            try
            {
                using var response = await Http.GetAsync(ready, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }

            await Task.Delay(TimeBetweenQuestions, TimeProvider.System, cancellationToken);
        }

        return false;
    }
}
