namespace ProofSaga.Standalone;

/// <summary>Stops the host when standard input ends, as it does when the parent process dies.</summary>
sealed class StopWithInput(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var input = Console.OpenStandardInput();
        // a read from a pipe ends with the pipe, whatever its token says: nobody waits for it
        await input.CopyToAsync(Stream.Null, CancellationToken.None).WaitAsync(stoppingToken);
        lifetime.StopApplication();
    }
}
