using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Wakes the delivery service of this process as soon as messages are committed; a signal given while it works is not lost.</summary>
public sealed class OutboxDeliverySignal<TDbContext>
    where TDbContext : DbContext
{
    readonly Channel<bool> raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    readonly ConditionalWeakTable<DbContext, object> uncommitted = [];
    readonly PriorityQueue<DateTime, DateTime> appointments = new();

    /// <summary>There is something to send: look now.</summary>
    public void Raise() => raised.Writer.TryWrite(true);

    /// <summary>There will be something to send at this time (UTC), in this process's knowledge: a hint that saves waiting for the next poll.</summary>
    public void LookAgainAt(DateTime due)
    {
        lock (appointments)
            appointments.Enqueue(due, due);
        Raise();
    }

    /// <summary>Returns when the signal is raised, at once if it was since the last call, at the next appointment, or after <paramref name="timeout"/>.</summary>
    internal async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        if (UntilNextAppointment(time.GetUtcNow().UtcDateTime) is { } wait && wait < timeout)
            timeout = wait;
        if (timeout <= TimeSpan.Zero)
            return;

        using var expired = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, cancellationToken);
        try
        {
            await raised.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // time to look without having been called
        }
    }

    /// <summary>The context holds messages that its next commit makes visible.</summary>
    internal void RaiseAfterCommitOf(DbContext context) => uncommitted.AddOrUpdate(context, context);

    internal void Committed(DbContext? context)
    {
        if (context is not null && uncommitted.Remove(context))
            Raise();
    }

    /// <summary>Zero if one has come since the last call, null if there is none.</summary>
    TimeSpan? UntilNextAppointment(DateTime now)
    {
        var came = false;
        lock (appointments)
        {
            while (appointments.TryPeek(out var due, out _))
            {
                if (due > now)
                    return came ? TimeSpan.Zero : due - now;
                appointments.Dequeue();
                came = true;
            }
        }

        return came ? TimeSpan.Zero : null;
    }
}
