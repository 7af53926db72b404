using System.Globalization;
using MassTransit;

namespace ProofSaga.DeadLetters.SetAside.Headers;

/// <summary>The headers by which MassTransit says why it set a message aside.</summary>
static class FaultHeaders
{
    /// <summary>Says which letter a message was returned by, so that another failure of it is another letter.</summary>
    public const string Returned = "ProofSaga-Returned-By";

    /// <summary>RabbitMQ's .NET client numbers what it sends; it will number it anew.</summary>
    const string SequenceNumber = "x-dotnet-pub-seq-no";

    /// <summary>
    /// The ones that are shown. The exception's own text and its stack trace are not among them: they may quote the message.
    /// </summary>
    static readonly string[] Shown =
    [
        MessageHeaders.Reason,
        MessageHeaders.FaultExceptionType,
        MessageHeaders.FaultConsumerType,
        MessageHeaders.FaultMessageType,
        MessageHeaders.FaultTimestamp,
        MessageHeaders.FaultRetryCount,
        MessageHeaders.Host.MachineName,
        MessageHeaders.Host.ProcessName,
        Returned,
    ];

    /// <summary>The headers that an operator may see.</summary>
    public static SortedDictionary<string, string> ShownOf(MessageProperties properties)
    {
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Shown)
        {
            if (PlainText.Of(properties.TextOf(name)) is { } text)
                shown[name] = text;
        }

        return shown;
    }

    /// <summary>The headers that the message had before it was set aside.</summary>
    public static Dictionary<string, object> Without(IReadOnlyDictionary<string, object> headers) =>
        headers
            .Where(header =>
                header.Key is not (MessageHeaders.Reason or SequenceNumber)
                && !header.Key.StartsWith("MT-Fault-", StringComparison.Ordinal)
                && !header.Key.StartsWith("MT-Host-", StringComparison.Ordinal)
            )
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>When the consumer failed, UTC; null when no header says so.</summary>
    public static DateTime? TimeOf(MessageProperties properties) =>
        DateTimeOffset.TryParse(
            properties.TextOf(MessageHeaders.FaultTimestamp),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time.UtcDateTime
            : null;

    public static int RetriesOf(MessageProperties properties) =>
        int.TryParse(
            properties.TextOf(MessageHeaders.FaultRetryCount),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var retries
        )
        && retries < int.MaxValue
            ? retries
            : 0;
}
