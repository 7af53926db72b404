using System.Data;
using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <inheritdoc/>
sealed class OutboxQuarantine<TDbContext>(
    EntityFrameworkOutboxOptions<TDbContext> options,
    OutboxDeliverySignal<TDbContext> signal,
    IServiceProvider provider,
    ILogger<OutboxQuarantine<TDbContext>> logger
) : IOutboxQuarantine<TDbContext>
    where TDbContext : DbContext
{
    public async Task<IReadOnlyList<SetAsideMessage>> ListAsync(
        int limit = 100,
        long after = 0,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var scope = provider.CreateAsyncScope();
        var context = ContextOf(scope);
        // each along its own small index, at most two pages together
        var ofScopes = await ListAsync<OutboxState>(context, limit, after, cancellationToken);
        var ofConsumers = await ListAsync<InboxState>(context, limit, after, cancellationToken);
        return [.. ofScopes.Concat(ofConsumers).OrderBy(message => message.SequenceNumber).Take(limit)];
    }

    public Task<int> ReplayAsync(
        IReadOnlyCollection<long> sequenceNumbers,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        return ReleaseAsync(
            async (context, token) =>
                await ReplayAsync(Named<OutboxState>(context, sequenceNumbers), token)
                + await ReplayAsync(Named<InboxState>(context, sequenceNumbers), token),
            logger.Replayed,
            cancellationToken
        );
    }

    public Task<int> ReplayAllAsync(CancellationToken cancellationToken = default) =>
        ReleaseAsync(
            async (context, token) =>
                await ReplayAsync(All<OutboxState>(context), token)
                + await ReplayAsync(All<InboxState>(context), token),
            logger.Replayed,
            cancellationToken
        );

    public Task<int> DiscardAsync(
        IReadOnlyCollection<long> sequenceNumbers,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        return ReleaseAsync(
            async (context, token) =>
                await DiscardAsync(context, Named<OutboxState>(context, sequenceNumbers), token)
                + await DiscardAsync(context, Named<InboxState>(context, sequenceNumbers), token),
            logger.Discarded,
            cancellationToken
        );
    }

    async Task<int> ReleaseAsync(
        Func<TDbContext, CancellationToken, Task<int>> release,
        Action<int> log,
        CancellationToken cancellationToken
    )
    {
        await using var scope = provider.CreateAsyncScope();
        var context = ContextOf(scope);
        var released = await context.InTransactionAsync(
            IsolationLevel.ReadCommitted,
            token => release(context, token),
            cancellationToken
        );
        if (released == 0)
            return 0;

        log(released);
        signal.Raise();
        return released;
    }

    TDbContext ContextOf(AsyncServiceScope scope)
    {
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(options.QueryTimeout);
        return context;
    }

    static Task<List<SetAsideMessage>> ListAsync<TState>(
        TDbContext context,
        int limit,
        long after,
        CancellationToken cancellationToken
    )
        where TState : class, ISetAsideState =>
        context
            .Set<TState>()
            .Where(state => state.SetAsideSequenceNumber > after)
            .Join(
                context.Set<OutboxMessage>(),
                state => state.SetAsideSequenceNumber,
                message => message.SequenceNumber,
                (state, message) => new { state, message }
            )
            .OrderBy(row => row.state.SetAsideSequenceNumber)
            .Take(limit)
            .Select(row => new SetAsideMessage(
                row.message.SequenceNumber,
                row.message.MessageId,
                row.message.MessageType,
                row.message.DestinationAddress,
                row.message.SentTime,
                row.state.DeliveryAttempts,
                row.state.SetAside.GetValueOrDefault(),
                row.state.SetAsideReason
            ))
            .ToListAsync(cancellationToken);

    static IQueryable<TState> All<TState>(TDbContext context)
        where TState : class, ISetAsideState =>
        context.Set<TState>().Where(state => state.SetAsideSequenceNumber != null);

    static IQueryable<TState> Named<TState>(TDbContext context, IReadOnlyCollection<long> sequenceNumbers)
        where TState : class, ISetAsideState
    {
        var numbers = sequenceNumbers.Select(number => (long?)number).ToList();
        return All<TState>(context).Where(state => numbers.Contains(state.SetAsideSequenceNumber));
    }

    static Task<int> ReplayAsync<TState>(IQueryable<TState> states, CancellationToken cancellationToken)
        where TState : class, ISetAsideState =>
        states.ExecuteUpdateAsync(
            set =>
                set.SetProperty(state => state.DeliverAfter, (DateTime?)null)
                    .SetProperty(state => state.DeliveryAttempts, 0)
                    .SetProperty(state => state.SetAside, (DateTime?)null)
                    .SetProperty(state => state.SetAsideSequenceNumber, (long?)null)
                    .SetProperty(state => state.SetAsideReason, (string?)null),
            cancellationToken
        );

    static async Task<int> DiscardAsync<TState>(
        TDbContext context,
        IQueryable<TState> states,
        CancellationToken cancellationToken
    )
        where TState : class, ISetAsideState
    {
        // locks them first: replayed by somebody else between the two, the message would be sent and deleted
        await states.ExecuteUpdateAsync(
            set => set.SetProperty(state => state.DeliverAfter, Postponement.Never),
            cancellationToken
        );
        await context
            .Set<OutboxMessage>()
            .Where(message => states.Any(state => state.SetAsideSequenceNumber == message.SequenceNumber))
            .ExecuteDeleteAsync(cancellationToken);
        return await ReplayAsync(states, cancellationToken);
    }
}
