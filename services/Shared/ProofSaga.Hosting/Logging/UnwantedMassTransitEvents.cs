using System.Runtime.Serialization;
using System.Text.Json;
using Serilog.Events;
using Serilog.Filters;

namespace ProofSaga.Hosting.Logging;

/// <summary>What MassTransit itself, not our provider in its namespace, logs and must not, or need not.</summary>
static class UnwantedMassTransitEvents
{
    static readonly Func<LogEvent, bool> IsOfMassTransit = Matching.FromSource("MassTransit");
    static readonly Func<LogEvent, bool> IsOfProvider = Matching.FromSource(
        "MassTransit.EntityFrameworkCoreIntegration"
    );

    public static bool Include(LogEvent logged) =>
        logged.Exception is { } exception
        && IsOfMassTransit(logged)
        && !IsOfProvider(logged)
        // a message that is given back when its process stops is no error
        && (exception is OperationCanceledException || QuotesMessage(exception));

    /// <summary>
    /// The text of such an exception quotes the message that cannot be read, which may hold inputs. The dead letter's own
    /// event tells of the message.
    /// </summary>
    static bool QuotesMessage(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is JsonException or SerializationException)
                return true;
        }

        return false;
    }
}
