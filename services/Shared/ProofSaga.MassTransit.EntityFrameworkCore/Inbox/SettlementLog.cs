using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What the recording of sent messages and the clean-up log: events 406x.</summary>
static partial class SettlementLog
{
    [LoggerMessage(
        4060,
        LogLevel.Warning,
        "It could not be recorded that the messages of {Outboxes} consumers of {DbContext} were sent; next try in {RetryDelay}"
    )]
    public static partial void SettlementFailed(
        this ILogger logger,
        Exception failure,
        string dbContext,
        int outboxes,
        TimeSpan retryDelay
    );

    [LoggerMessage(
        4061,
        LogLevel.Warning,
        "The messages of {Outboxes} consumers of {DbContext} were sent, which is not recorded; the delivery service sends them again, with the same ids, at {TakenOverAt}"
    )]
    public static partial void SettlementLeft(
        this ILogger logger,
        string dbContext,
        int outboxes,
        DateTime takenOverAt
    );

    [LoggerMessage(4062, LogLevel.Warning, "{Rows} messages expired before they could be sent and were dropped")]
    public static partial void ExpiredDropped(this ILogger logger, int rows);
}
