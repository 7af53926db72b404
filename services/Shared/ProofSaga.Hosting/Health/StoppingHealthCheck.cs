using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProofSaga.Hosting.Health;

/// <summary>Who asks over a connection that is still open hears that nothing more is taken.</summary>
sealed class StoppingHealthCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("the process is stopping")
                : HealthCheckResult.Healthy()
        );
}
