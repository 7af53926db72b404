using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What the persistence provider logs: events 40xx, none with a message's content.</summary>
static partial class PersistenceLog
{
    [LoggerMessage(
        4001,
        LogLevel.Warning,
        "Outbox message {MessageId} to {DestinationAddress} was not delivered, attempt {Attempt}; next try in {RetryDelay}"
    )]
    public static partial void MessageNotDelivered(
        this ILogger logger,
        Exception failure,
        Guid messageId,
        Uri? destinationAddress,
        int attempt,
        TimeSpan retryDelay
    );

    [LoggerMessage(
        4002,
        LogLevel.Information,
        "Outbox message {MessageId} expired at {ExpirationTime} and was not sent"
    )]
    public static partial void MessageExpired(this ILogger logger, Guid messageId, DateTime expirationTime);

    [LoggerMessage(
        4003,
        LogLevel.Warning,
        "Delivery of {DbContext} was interrupted, {Failures} times in a row; goes on in {RetryDelay}"
    )]
    public static partial void DeliveryInterrupted(
        this ILogger logger,
        Exception failure,
        string dbContext,
        int failures,
        TimeSpan retryDelay
    );

    [LoggerMessage(4004, LogLevel.Information, "Delivery of {DbContext} goes on after {Failures} failures")]
    public static partial void DeliveryResumed(this ILogger logger, string dbContext, int failures);

    [LoggerMessage(
        4006,
        LogLevel.Debug,
        "Message {MessageId} was consumed before by {ConsumerId} at {Consumed} and is dropped"
    )]
    public static partial void DuplicateDropped(
        this ILogger logger,
        Guid messageId,
        Guid consumerId,
        DateTime? consumed
    );

    [LoggerMessage(4007, LogLevel.Debug, "{Outboxes} outboxes with {Messages} messages were delivered")]
    public static partial void Delivered(this ILogger logger, int outboxes, int messages);

    [LoggerMessage(4010, LogLevel.Debug, "{Rows} consumed messages were forgotten")]
    public static partial void InboxCleaned(this ILogger logger, int rows);

    [LoggerMessage(4011, LogLevel.Warning, "Inbox clean-up of {DbContext} failed; next try in {RetryDelay}")]
    public static partial void InboxCleanupFailed(
        this ILogger logger,
        Exception failure,
        string dbContext,
        TimeSpan retryDelay
    );
}
