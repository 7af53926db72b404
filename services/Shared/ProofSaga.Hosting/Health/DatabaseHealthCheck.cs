using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Health;

sealed class DatabaseHealthCheck(ProofSagaDbContext db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the database does not answer");
}
