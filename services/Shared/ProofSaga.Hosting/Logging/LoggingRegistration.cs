using Serilog;
using Serilog.Events;

namespace ProofSaga.Hosting.Logging;

static class LoggingRegistration
{
    /// <summary>
    /// One line per event on standard output. Level: <c>LOG_LEVEL</c>, one of Verbose, Debug, Information (default),
    /// Warning, Error, Fatal.
    /// </summary>
    public static IServiceCollection AddProofSagaLogging(this IServiceCollection services, IConfiguration configuration)
    {
        var level = Level(configuration["Logging:Level"]);
        var quiet = level is LogEventLevel.Information or LogEventLevel.Warning ? LogEventLevel.Warning : level;
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", quiet)
            // What fails also throws, and whoever catches that decides. Some of it is expected (a refused duplicate, a
            // migration history that is not there yet), and as errors in the log it would alarm for nothing; while the
            // database is away, each attempt would be told of several times.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Query", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Update", LogEventLevel.Fatal)
            // a check that fails is the answer to a question, not an error of ours; Readiness logs when the answer changes
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .MinimumLevel.Override("System", quiet)
            .MinimumLevel.Override("MassTransit", quiet)
            .MinimumLevel.Override("MassTransit.EntityFrameworkCoreIntegration", level)
            .Filter.ByExcluding(UnwantedMassTransitEvents.Include)
            .Enrich.With<OriginEnricher>()
            .WriteTo.Console(
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Origin} {Message:lj}{NewLine}{Exception}"
            )
            .CreateLogger();
        return services.AddLogging(logging => logging.ClearProviders().AddSerilog(logger, dispose: true));
    }

    static LogEventLevel Level(string? name) =>
        string.IsNullOrWhiteSpace(name) ? LogEventLevel.Information
        : Enum.TryParse<LogEventLevel>(name, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level
        : throw new FormatException(
            $"Logging:Level (LOG_LEVEL) is '{name}'; it must be one of {string.Join(", ", Enum.GetNames<LogEventLevel>())}."
        );
}
