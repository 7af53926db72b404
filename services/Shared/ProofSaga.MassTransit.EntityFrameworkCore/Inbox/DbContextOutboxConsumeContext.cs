using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What a consumer sees inside the transaction: everything that it sends is kept here, and stored with its other changes when it has succeeded.</summary>
sealed class DbContextOutboxConsumeContext<TDbContext, TMessage>(
    ConsumeContext<TMessage> context,
    OutboxConsumeOptions consumeOptions,
    ConsumerOutboxSettler<TDbContext> settler,
    IServiceProvider provider,
    TDbContext dbContext,
    InboxEntry entry,
    TimeProvider time
) : OutboxConsumeContextProxy<TMessage>(context, consumeOptions, provider), IMessageSchedule, IOutboxTransaction
    where TDbContext : DbContext
    where TMessage : class
{
    readonly OutboxDeliverySignal<TDbContext> signal = provider.GetRequiredService<OutboxDeliverySignal<TDbContext>>();
    readonly InboxState inbox = entry.State;
    readonly Lock adding = new();
    readonly List<OutboxMessage> messages = [];
    readonly List<DelayedMessage> delayed = [];
    readonly List<Func<Task>> consumedReports = [];
    readonly List<Func<Task>> faultedReports = [];

    DbContext IOutboxTransaction.DbContext => dbContext;

    /// <summary>The right to send <see cref="Messages"/> once they are committed; null until the consumer has succeeded.</summary>
    public DeliveryLease? Lease { get; private set; }

    /// <summary>What the consumer left to be sent, in order.</summary>
    public WaitingOutbox<long> Messages => new(inbox.Id, inbox.DeliveryAttempts, messages);

    /// <summary>The id that the message had when it was first sent: a redelivery by this bus may have given it another.</summary>
    public override Guid? MessageId => inbox.MessageId;

    public override bool ContinueProcessing { get; set; }

    public override bool IsMessageConsumed => inbox.Consumed.HasValue;

    public override bool IsOutboxDelivered => inbox.Delivered.HasValue;

    public override int ReceiveCount => inbox.ReceiveCount;

    public override long? LastSequenceNumber => inbox.LastSequenceNumber;

    /// <summary>Kept back until the commit: before it, nothing is consumed.</summary>
    public override Task NotifyConsumed<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
    {
        consumedReports.Add(() => base.NotifyConsumed(context, duration, consumerType));
        return Task.CompletedTask;
    }

    /// <summary>Kept back until it is clear that the transaction is not repeated.</summary>
    public override Task NotifyFaulted<T>(
        ConsumeContext<T> context,
        TimeSpan duration,
        string consumerType,
        Exception exception
    )
    {
        faultedReports.Add(() => base.NotifyFaulted(context, duration, consumerType, exception));
        return Task.CompletedTask;
    }

    /// <summary>Tells the observers, after the commit.</summary>
    public Task ReportConsumedAsync() => RunAsync(consumedReports);

    /// <summary>Tells the observers, and whoever waits for a fault, after the last rollback.</summary>
    public Task ReportFaultedAsync(TimeSpan duration, Exception failure)
    {
        // a consumer that has succeeded has not reported that its transaction failed
        if (faultedReports.Count == 0)
            faultedReports.Add(() => base.NotifyFaulted(this, duration, TypeCache<TMessage>.ShortName, failure));
        return RunAsync(faultedReports);
    }

    public override async Task AddSend<T>(SendContext<T> context)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var message = OutboxMessageFactory.Create(context, now);
        if (DelayedMessage.From(context, message, now) is { } later)
        {
            if (later.MayReplace)
                await CancelAsync(later.TokenId, context.CancellationToken);
            lock (adding)
                delayed.Add(later);
            return;
        }

        message.InboxMessageId = inbox.MessageId;
        message.InboxConsumerId = inbox.ConsumerId;
        lock (adding)
            messages.Add(message);
    }

    public Task CancelAsync(Guid tokenId, CancellationToken cancellationToken)
    {
        lock (adding)
        {
            if (delayed.RemoveAll(later => later.TokenId == tokenId) > 0)
                return Task.CompletedTask;
        }

        return dbContext.DeleteDelayedMessageAsync(tokenId, cancellationToken);
    }

    /// <summary>Stores the consumer's changes, the messages and the inbox mark with one SaveChanges.</summary>
    public override async Task SetConsumed()
    {
        // a send that the consumer did not await belongs to it all the same
        await ConsumeCompleted;

        var now = time.GetUtcNow().UtcDateTime;
        inbox.Consumed = now;
        if (messages.Count == 0)
        {
            inbox.Delivered = now;
            inbox.LockId = Guid.Empty;
            MarkChanged();
        }
        else
        {
            Lease = settler.Renew(entry.Lease, now);
            if (Lease != entry.Lease)
            {
                inbox.DeliverAfter = Lease.Until;
                MarkChanged();
            }

            dbContext.AddRange(messages);
        }

        foreach (var later in delayed)
        {
            later.AddTo(dbContext);
            signal.RaiseAfterCommitOf(dbContext);
            signal.LookAgainAt(later.DueTime);
        }

        await SaveAsync();
    }

    public override Task SetDelivered() => throw SentAfterCommit();

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => throw SentAfterCommit();

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => throw SentAfterCommit();

    public override Task RemoveOutboxMessages() => throw SentAfterCommit();

    static async Task RunAsync(List<Func<Task>> reports)
    {
        foreach (var report in reports)
            await report();
    }

    /// <summary>The pipe would send inside the transaction; it never gets that far, since a consumed message does not enter it.</summary>
    static NotSupportedException SentAfterCommit() =>
        new("The messages of a consumer are sent after its transaction has been committed.");

    void MarkChanged()
    {
        var tracked = dbContext.Attach(inbox);
        tracked.Property(state => state.Consumed).IsModified = true;
        tracked.Property(state => state.Delivered).IsModified = true;
        tracked.Property(state => state.LockId).IsModified = true;
        tracked.Property(state => state.DeliverAfter).IsModified = true;
    }

    /// <summary>Without the savepoint that EF sets for those who go on after a refused save: this one is the last, and a savepoint costs a round trip.</summary>
    async Task SaveAsync()
    {
        var sets = dbContext.Database.AutoSavepointsEnabled;
        dbContext.Database.AutoSavepointsEnabled = false;
        try
        {
            await dbContext.SaveChangesAsync(CancellationToken);
        }
        finally
        {
            dbContext.Database.AutoSavepointsEnabled = sets;
        }
    }
}
