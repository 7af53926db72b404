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
        var quiet = level < LogEventLevel.Information ? level : LogEventLevel.Warning;
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", quiet)
            // A statement that fails also throws, and whoever catches that decides. Some are expected (a refused duplicate,
            // a migration history that is not there yet), and as errors in the log they would alarm for nothing.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Update", LogEventLevel.Fatal)
            .MinimumLevel.Override("System", quiet)
            .MinimumLevel.Override("MassTransit", quiet)
            .MinimumLevel.Override("MassTransit.EntityFrameworkCoreIntegration", level)
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
