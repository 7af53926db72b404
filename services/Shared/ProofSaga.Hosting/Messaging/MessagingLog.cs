namespace ProofSaga.Hosting.Messaging;

static partial class MessagingLog
{
    [LoggerMessage(6301, LogLevel.Warning, "The database does not answer: messages are held back until it does")]
    public static partial void DatabaseAway(this ILogger logger);

    [LoggerMessage(
        6302,
        LogLevel.Information,
        "The database answers again after {Away}: what was held back is tried again"
    )]
    public static partial void DatabaseBack(this ILogger logger, TimeSpan away);

    [LoggerMessage(
        6303,
        LogLevel.Warning,
        "The queues cannot be declared, and nothing is received until they can: {Reason}"
    )]
    public static partial void TopologyNotDeclared(this ILogger logger, string reason);
}
