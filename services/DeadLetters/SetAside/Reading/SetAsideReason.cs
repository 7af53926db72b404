using MassTransit;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters.SetAside.Reading;

/// <summary>Why a message was set aside, for a person.</summary>
/// <param name="Code">One of the constants.</param>
/// <param name="Error">A sentence of our own and the exception's type: the exception's text may quote the message.</param>
/// <param name="Attempts">How often a consumer tried; 0 when none saw it.</param>
sealed record SetAsideReason(string Code, string Error, int Attempts)
{
    /// <summary>It cannot be read as a message of its queue.</summary>
    public const string Unreadable = "message_unreadable";

    /// <summary>It can be read, and lacks what its consumer needs.</summary>
    public const string Incomplete = "message_incomplete";

    /// <summary>Nobody at its queue takes messages of its type or version.</summary>
    public const string Skipped = "message_skipped";

    /// <summary>Its consumer threw, the last time too.</summary>
    public const string ConsumerFailed = "consumer_failed";

    public static SetAsideReason Of(SetAsideDelivery delivery, MessageReading reading)
    {
        var queue = delivery.Source.Origin;
        if (delivery.Source.IsSkipped)
            return new(Skipped, $"no consumer of {queue} takes {reading.MessageType ?? "messages of no type"}", 0);

        var thrown = PlainText.Of(delivery.Properties.TextOf(MessageHeaders.FaultExceptionType)) ?? "an unknown error";
        if (reading.Problem is { } problem)
            return new(Unreadable, $"the body {problem} ({thrown})", 0);
        if (thrown.EndsWith(nameof(UnnamedProofException), StringComparison.Ordinal))
            return new(Incomplete, "the message names no proof: its proof id is missing or empty", 0);
        if (thrown.EndsWith(nameof(MessageException), StringComparison.Ordinal))
            return new(Incomplete, $"the message lacks its id or something else that {queue} needs ({thrown})", 0);

        return IsOfReading(delivery.Properties)
            ? new(Unreadable, $"the message does not fit its type or content type ({thrown})", 0)
            : new(
                ConsumerFailed,
                $"the consumer failed with {thrown}; its log has the details",
                1 + FaultHeaders.RetriesOf(delivery.Properties)
            );
    }

    /// <summary>
    /// What cannot be read fails with exceptions of many types. But neither a consumer is named then, nor was it tried again, as
    /// each endpoint does when its transaction or its consumer fails.
    /// </summary>
    static bool IsOfReading(MessageProperties properties) =>
        properties.TextOf(MessageHeaders.FaultConsumerType) is null
        && properties.TextOf(MessageHeaders.FaultRetryCount) is null;
}
