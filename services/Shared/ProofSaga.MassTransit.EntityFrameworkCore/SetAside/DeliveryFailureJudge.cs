using System.Net.Sockets;
using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Tells a message that nobody will take from a broker that is away, so that an outage sets nothing aside.
/// <para>
/// The error alone does not say it: MassTransit answers a lost RabbitMQ connection, a broker that blocks publishers and a destination that the broker refuses
/// (403, 406) alike by trying again until the time is over; and a bus without receive endpoints stays "healthy" whatever happens. So a time-out counts against
/// the message only if the broker took another one in the meantime: without any other traffic, such a message is tried for ever, which harms nobody.
/// </para>
/// </summary>
sealed class DeliveryFailureJudge<TDbContext>
    where TDbContext : DbContext
{
    readonly EntityFrameworkOutboxOptions<TDbContext> options;
    readonly OutboxMetrics<TDbContext> metrics;
    readonly IServiceProvider provider;
    readonly ILogger<DeliveryFailureJudge<TDbContext>> logger;
    readonly BrokerWatch broker;
    readonly LogThrottle throttle;

    public DeliveryFailureJudge(
        EntityFrameworkOutboxOptions<TDbContext> options,
        OutboxMetrics<TDbContext> metrics,
        IServiceProvider provider,
        ILogger<DeliveryFailureJudge<TDbContext>> logger
    )
    {
        this.options = options;
        this.metrics = metrics;
        this.provider = provider;
        this.logger = logger;
        var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        broker = new BrokerWatch(time);
        throttle = new LogThrottle(time);
    }

    /// <summary>The broker has taken a message.</summary>
    public void Succeeded()
    {
        if (broker.Took() is { } away)
            logger.BrokerIsBack(typeof(TDbContext).Name, away);
        metrics.Delivered();
    }

    /// <summary>Decides what follows from a failed attempt, counts it and logs it, at a decent rate.</summary>
    /// <param name="attempts">How often the message was refused before.</param>
    /// <param name="started">The time stamp of when this attempt began.</param>
    public DeliveryFailure Judge(OutboxMessage message, int attempts, Exception failure, long started)
    {
        var kind = KindOf(failure, started);
        if (kind != DeliveryFailureKind.BrokerAway)
            attempts++;
        var backOff = kind == DeliveryFailureKind.BrokerAway ? broker.Missed() : DeliveryBackOff.After(attempts);
        var judged = new DeliveryFailure(
            message.SequenceNumber,
            kind,
            attempts,
            backOff,
            SetsAside(kind, attempts),
            FailureReason.Of(failure, message.Body)
        );
        Report(message, judged);
        return judged;
    }

    bool SetsAside(DeliveryFailureKind kind, int attempts) =>
        kind == DeliveryFailureKind.Unreadable
        || (
            kind == DeliveryFailureKind.Refused
            && options.MaxDeliveryAttempts > 0
            && attempts >= options.MaxDeliveryAttempts
        );

    void Report(OutboxMessage message, DeliveryFailure failure)
    {
        metrics.Failed(failure.Kind);
        if (failure.SetsAside)
            logger.OutboxSetAside(message.MessageId, message.DestinationAddress, failure.Attempts, failure.Reason);
        else if (throttle.TryPass(out var leftOut))
            logger.MessageNotDelivered(
                message.MessageId,
                message.DestinationAddress,
                failure.Kind,
                failure.Attempts,
                failure.BackOff,
                failure.Reason,
                leftOut
            );
    }

    DeliveryFailureKind KindOf(Exception failure, long started)
    {
        if (failure is UnreadableMessageException)
            return DeliveryFailureKind.Unreadable;
        if (broker.TookAfter(started))
            return DeliveryFailureKind.Refused;
        return IsConnectivity(failure) || !IsBusHealthy()
            ? DeliveryFailureKind.BrokerAway
            : DeliveryFailureKind.Refused;
    }

    bool IsBusHealthy() =>
        provider.GetRequiredService<OutboxBus<TDbContext>>().ControlIn(provider).CheckHealth().Status
        == BusHealthStatus.Healthy;

    static bool IsConnectivity(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is ConnectionException or TimeoutException or IOException or SocketException)
                return true;
            // RabbitMQ.Client's, which this project does not reference
            if (failure.GetType().Name is "AlreadyClosedException" or "BrokerUnreachableException")
                return true;
        }

        return false;
    }
}
