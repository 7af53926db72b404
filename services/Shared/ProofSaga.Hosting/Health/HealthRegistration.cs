using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProofSaga.Hosting.Health;

static class HealthRegistration
{
    const string Ready = "ready";

    static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>MassTransit adds the bus's own check, tagged <c>ready</c>.</summary>
    public static IServiceCollection AddProofSagaHealth(this IServiceCollection services)
    {
        services
            .AddSingleton<Readiness>()
            .AddHealthChecks()
            .AddCheck<StoppingHealthCheck>("process", failureStatus: null, [Ready])
            .AddCheck<DatabaseHealthCheck>("database", failureStatus: null, [Ready], DatabaseTimeout);
        return services;
    }

    /// <summary>
    /// <c>/health/live</c> says that the process runs, whatever the servers do: a restart would not bring them back. <c>/health/ready</c> says whether
    /// database and broker can be used: 200, or 503 and why not.
    /// </summary>
    public static void MapProofSagaHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(
            "/health/ready",
            new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains(Ready),
                ResultStatusCodes =
                {
                    // an endpoint of the bus that has lost its connection is degraded
                    [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable,
                },
                ResponseWriter = app.Services.GetRequiredService<Readiness>().AnswerAsync,
            }
        );
    }
}
