using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What the persistence provider logs: events 40xx, none with a message's content.</summary>
static partial class PersistenceLog
{
    [LoggerMessage(
        4001,
        LogLevel.Warning,
        "Outbox message {MessageId} to {DestinationAddress} was not delivered ({Kind}, refused {Attempt} times in a row); next try in {RetryDelay}: {Reason} ({LeftOut} more such lines since the last)"
    )]
    public static partial void MessageNotDelivered(
        this ILogger logger,
        Guid messageId,
        Uri? destinationAddress,
        DeliveryFailureKind kind,
        int attempt,
        TimeSpan retryDelay,
        string reason,
        int leftOut
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

    [LoggerMessage(4020, LogLevel.Debug, "{DbContext} hears of messages of other processes on channel {Channel}")]
    public static partial void Listening(this ILogger logger, string dbContext, string channel);

    [LoggerMessage(
        4021,
        LogLevel.Warning,
        "{DbContext} cannot hear of messages of other processes and connects again; until then they are found every {QueryDelay}"
    )]
    public static partial void ListenerLost(
        this ILogger logger,
        Exception failure,
        string dbContext,
        TimeSpan queryDelay
    );

    [LoggerMessage(
        4022,
        LogLevel.Warning,
        "{DbContext} does not hear its own notification (is there a pooler that shares connections between transactions?); messages of other processes are found every {QueryDelay}"
    )]
    public static partial void ListenerDeaf(
        this ILogger logger,
        Exception failure,
        string dbContext,
        TimeSpan queryDelay
    );

    [LoggerMessage(
        4023,
        LogLevel.Warning,
        "{DbContext} cannot tell other processes of messages and tries again; they find them within {QueryDelay}"
    )]
    public static partial void NotAnnounced(
        this ILogger logger,
        Exception failure,
        string dbContext,
        TimeSpan queryDelay
    );

    [LoggerMessage(4024, LogLevel.Information, "Delivery of {DbContext} waits for the bus")]
    public static partial void WaitsForBus(this ILogger logger, string dbContext);

    [LoggerMessage(4025, LogLevel.Information, "Delivery of {DbContext} goes on, the bus is up")]
    public static partial void BusIsUp(this ILogger logger, string dbContext);

    [LoggerMessage(4026, LogLevel.Information, "The broker takes messages of {DbContext} again, after {Away}")]
    public static partial void BrokerIsBack(this ILogger logger, string dbContext, TimeSpan away);

    [LoggerMessage(
        4027,
        LogLevel.Error,
        "Outbox message {MessageId} to {DestinationAddress} and what waits behind it are set aside after {Attempts} attempts: {Reason}"
    )]
    public static partial void OutboxSetAside(
        this ILogger logger,
        Guid messageId,
        Uri? destinationAddress,
        int attempts,
        string reason
    );

    [LoggerMessage(4028, LogLevel.Information, "{Outboxes} outboxes that were set aside are replayed")]
    public static partial void Replayed(this ILogger logger, int outboxes);

    [LoggerMessage(4029, LogLevel.Warning, "{Messages} messages that were set aside are discarded")]
    public static partial void Discarded(this ILogger logger, int messages);

    [LoggerMessage(4030, LogLevel.Debug, "The backlog of {DbContext} could not be counted")]
    public static partial void BacklogNotCounted(this ILogger logger, Exception failure, string dbContext);
}
