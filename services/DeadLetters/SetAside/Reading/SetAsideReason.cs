using MassTransit;
using ProofSaga.Contracts.Failures;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.Hosting.Messaging;
using static ProofSaga.Contracts.Failures.FailureCodes;

namespace ProofSaga.DeadLetters.SetAside.Reading;

/// <summary>Why a message was set aside, for a person.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Error">A sentence of our own and the exception's type: the exception's text may quote the message.</param>
/// <param name="Attempts">How often a consumer tried; 0 when none saw it.</param>
sealed record SetAsideReason(string Code, string Error, int Attempts)
{
    public static SetAsideReason Of(SetAsideDelivery delivery, MessageReading reading)
    {
        var queue = delivery.Source.Origin;
        if (delivery.Source.IsSkipped)
            return new(
                MessageSkipped,
                $"no consumer of {queue} takes {reading.MessageType ?? "messages of no type"}",
                0
            );

        var thrown = PlainText.Of(delivery.Properties.TextOf(MessageHeaders.FaultExceptionType)) ?? "an unknown error";
        if (reading.Problem is { } problem)
            return new(MessageUnreadable, $"the body {problem} ({thrown})", 0);
        if (thrown.EndsWith(nameof(UnnamedProofException), StringComparison.Ordinal))
            return new(MessageIncomplete, "the message names no proof: its proof id is missing or empty", 0);
        if (thrown.EndsWith(nameof(MessageException), StringComparison.Ordinal))
            return new(
                MessageIncomplete,
                $"the message lacks its id or something else that {queue} needs ({thrown})",
                0
            );

        return IsOfReading(delivery.Properties)
            ? new(MessageUnreadable, $"the message does not fit its type or content type ({thrown})", 0)
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
