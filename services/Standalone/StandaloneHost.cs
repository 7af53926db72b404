using Microsoft.Extensions.Options;
using ProofSaga.DeadLetters;
using ProofSaga.Hosting;
using ProofSaga.Intake;
using ProofSaga.Orchestrator;
using ProofSaga.Prover;
using ProofSaga.Publisher;
using ProofSaga.Standalone.Resuming;

namespace ProofSaga.Standalone;

/// <summary>Every service in one process, composed of the very registrations that their own programs call.</summary>
public static class StandaloneHost
{
    /// <returns>The process's exit code: 0 after an orderly stop, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(StandaloneOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var dataDirectory = DataDirectoryLock.Take(options.DataDirectory);
            await RunLockedAsync(options, cancellationToken);
            return 0;
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or InvalidOperationException
                        or TimeoutException
                        or OptionsValidationException
            )
        {
            await Console.Error.WriteLineAsync($"ProofSaga could not start: {exception.Message}");
            return 1;
        }
    }

    static async Task RunLockedAsync(StandaloneOptions options, CancellationToken cancellationToken)
    {
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={options.DataDirectory}",
            $"--Urls=http://127.0.0.1:{options.Port}",
            // embedded whatever else the environment names
            "--Database:Url=",
            "--RabbitMq:Url=",
        ]);
        await using var chain = await EmbeddedChain.StartIfNoneIsNamedAsync(host, cancellationToken);
        host.AddIntake();
        host.AddOrchestrator();
        host.AddProver();
        host.AddPublisher();
        host.AddDeadLetters();
        host.Services.AddHostedService<UnfinishedProofs>();
        host.Services.AddHostedService<ReadyFile>();
        if (options.StopWithInput)
            host.Services.AddHostedService<StopWithInput>();

        await using var app = host.Build();
        await app.MigrateDatabaseAsync(cancellationToken);
        await app.RunAsync(cancellationToken);
    }
}
