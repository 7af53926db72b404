namespace ProofSaga.Standalone;

/// <summary>Stops the host when standard input ends, as it does when the parent process dies.</summary>
sealed class StopWithInput(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null, stoppingToken);
        lifetime.StopApplication();
    }
}
