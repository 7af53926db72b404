using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Health;

static class HealthRegistration
{
    const string Ready = "ready";

    /// <summary>MassTransit adds the bus's own check, tagged <c>ready</c>.</summary>
    public static IServiceCollection AddProofSagaHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [Ready]);
        return services;
    }

    public static void MapProofSagaHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(
            "/health/ready",
            new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }
        );
    }
}
