using MassTransit.Scheduling;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Schedules messages in the outbox of a unit of work.</summary>
/// <param name="endpoints">Lead into the schedule's outbox.</param>
sealed class OutboxScheduleMessageProvider(ISendEndpointProvider endpoints, IMessageSchedule schedule)
    : IScheduleMessageProvider
{
    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress,
        DateTime scheduledTime,
        T message,
        IPipe<SendContext<T>> pipe,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var dueTime = ToUtc(scheduledTime);
        var scheduled = new ScheduledSendPipe<T>(message, dueTime, pipe);
        var endpoint = await endpoints.GetSendEndpoint(destinationAddress);
        await endpoint.Send(message, scheduled, cancellationToken);
        return new ScheduledMessageHandle<T>(scheduled.TokenId, dueTime, destinationAddress, message);
    }

    public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken) =>
        schedule.CancelAsync(tokenId, cancellationToken);

    public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) =>
        schedule.CancelAsync(tokenId, cancellationToken);

    /// <summary>A time of unspecified kind is UTC, as everywhere in MassTransit.</summary>
    static DateTime ToUtc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
