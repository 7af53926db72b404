using Serilog.Core;
using Serilog.Events;

namespace ProofSaga.Hosting.Logging;

/// <summary>
/// Adds <c>Origin</c>: the stable number of an event of ours, by which an operator looks it up and filters; for the
/// libraries' events, whose numbers are not unique, the category.
/// </summary>
sealed class OriginEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        var category = (logEvent.Properties.GetValueOrDefault("SourceContext") as ScalarValue)?.Value as string ?? "";
        var origin = IsOurs(category) ? NumberOf(logEvent) : category;
        logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty("Origin", origin));
    }

    static bool IsOurs(string category) =>
        category.StartsWith("ProofSaga.", StringComparison.Ordinal)
        || category.StartsWith("MassTransit.EntityFrameworkCoreIntegration.", StringComparison.Ordinal);

    static object? NumberOf(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("EventId") is StructureValue eventId
            ? (eventId.Properties.FirstOrDefault(property => property.Name == "Id")?.Value as ScalarValue)?.Value
            : null;
}
