using MassTransit.Middleware;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The unit of work that messages for later belong to. They get there as any other message does, through <see cref="OutboxSendContext.AddSend{T}"/>.</summary>
interface IMessageSchedule : OutboxSendContext
{
    /// <summary>
    /// Takes a scheduled message back, as part of the unit of work. Does nothing when there is no such message: it was sent or cancelled already, or never scheduled.
    /// </summary>
    Task CancelAsync(Guid tokenId, CancellationToken cancellationToken);
}
