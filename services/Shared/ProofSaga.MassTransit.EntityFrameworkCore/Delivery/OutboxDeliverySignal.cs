using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Wakes whoever sends the outboxes of this process (or, where the delivery service is disabled, tells other processes) as soon as messages are committed;
/// a signal given while it works is not lost. How it reaches other processes: <see cref="OutboxAnnouncer{TDbContext}"/>.
/// </summary>
public sealed class OutboxDeliverySignal<TDbContext> : IDisposable
    where TDbContext : DbContext
{
    /// <summary>Appointments are kept to this, rounded up, so that any number of delayed messages needs little memory.</summary>
    static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(10);

    readonly SemaphoreSlim wake = new(0, 1);
    readonly Lock state = new();
    readonly ConditionalWeakTable<DbContext, object> uncommitted = [];
    readonly SortedSet<DateTime> appointments = [];
    bool raised;
    bool raisedHere;

    /// <summary>There is something to send: look now.</summary>
    public void Raise()
    {
        lock (state)
            raised = raisedHere = true;
        Wake();
    }

    /// <summary>There will be something to send at this time (UTC), in this process's knowledge: a hint that saves waiting for the next poll.</summary>
    public void LookAgainAt(DateTime due)
    {
        // a time that nothing comes after cannot be rounded up, nor need it be kept
        if (due > DateTime.MaxValue - Grain)
            return;
        var rounded = new DateTime((due.Ticks + Grain.Ticks - 1) / Grain.Ticks * Grain.Ticks, DateTimeKind.Utc);
        lock (state)
        {
            if (!appointments.Add(rounded) || appointments.Min != rounded)
                return;
        }

        Wake();
    }

    public void Dispose() => wake.Dispose();

    /// <summary>Another process says that there is something to send.</summary>
    internal void Hear()
    {
        lock (state)
            raised = true;
        Wake();
    }

    /// <summary>Whether <see cref="Raise"/> was called since the last time that this was asked: what another process said is not passed on.</summary>
    internal bool TakeRaisedHere()
    {
        lock (state)
        {
            var taken = raisedHere;
            raisedHere = false;
            return taken;
        }
    }

    /// <summary>True when the signal is raised (at once if it was since the last call) or the next appointment has come; false after <paramref name="timeout"/>.</summary>
    internal async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow().UtcDateTime + timeout;
        while (true)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var until = end;
            lock (state)
            {
                if (TakeRaisedOrDue(now))
                    return true;
                if (now >= end)
                    return false;

                // whoever waits looks into the database then, and learns there of everything that is due later
                appointments.RemoveWhere(due => due > end);
                if (appointments.Count > 0)
                    until = appointments.Min;
            }

            using var expired = new CancellationTokenSource(until - now, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, cancellationToken);
            try
            {
                await wake.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // time to look without having been called
            }
        }
    }

    /// <summary>The context holds messages that its next commit makes visible.</summary>
    internal void RaiseAfterCommitOf(DbContext context) => uncommitted.AddOrUpdate(context, context);

    internal void Committed(DbContext? context)
    {
        if (context is not null && uncommitted.Remove(context))
            Raise();
    }

    bool TakeRaisedOrDue(DateTime now)
    {
        var called = raised | appointments.RemoveWhere(due => due <= now) > 0;
        raised = false;
        return called;
    }

    void Wake()
    {
        lock (state)
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }
    }
}
