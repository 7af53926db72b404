using MassTransit.Context;
using MassTransit.Logging;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>
/// The repository as one message sees it, inside a transaction. In the transaction of an outbox on the same DbContext nothing is saved here: the outbox saves
/// saga, inbox mark and messages at once.
/// </summary>
sealed class DbContextSagaRepositoryContext<TSaga, TMessage>(
    DbContext dbContext,
    ConsumeContext<TMessage> context,
    ISagaConsumeContextFactory<DbContext, TSaga> consumeContexts,
    ISagaLoader<TSaga> loader
) : ConsumeContextScope<TMessage>(context, dbContext), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    readonly ConsumeContext<TMessage> context = context;
    readonly bool isSavedByOutbox =
        context.TryGetPayload(out IOutboxTransaction? outbox) && ReferenceEquals(outbox.DbContext, dbContext);

    /// <summary>Whether a saga has got the message: from then on its activities may have sent something.</summary>
    public bool HasHandedOut { get; private set; }

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        CreateSagaConsumeContext(context, instance, SagaConsumeContextMode.Add);

    /// <summary>Null if the saga exists: another message was faster, and its saga is loaded then.</summary>
    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        var entry = dbContext.Add(instance);
        try
        {
            // inside a transaction EF sets a savepoint, so a refused insert does not end the transaction
            await dbContext.SaveChangesAsync(CancellationToken);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            entry.State = EntityState.Detached;
            context.LogInsertFault<TSaga, TMessage>(refused, instance.CorrelationId);
            return null!;
        }

        context.LogInsert<TSaga, TMessage>(instance.CorrelationId);
        return await CreateSagaConsumeContext(context, instance, SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) =>
        await loader.LoadAsync(dbContext, correlationId, CancellationToken) is { } saga
            ? await CreateSagaConsumeContext(context, saga, SagaConsumeContextMode.Load)
            : null!;

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        dbContext.Add(context.Saga);
        return SaveAsync();
    }

    public Task Update(SagaConsumeContext<TSaga> context)
    {
        SagaConcurrencyToken.Advance(dbContext.Entry(context.Saga));
        return SaveAsync();
    }

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        dbContext.Remove(context.Saga);
        return SaveAsync();
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    /// <summary>The saga failed: what it changed must not be saved with something else.</summary>
    public Task Undo(SagaConsumeContext<TSaga> context)
    {
        EntityEntry<TSaga> entry = dbContext.Entry(context.Saga);
        if (entry.State != EntityState.Detached)
            entry.State = EntityState.Unchanged;
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext,
        TSaga instance,
        SagaConsumeContextMode mode
    )
        where T : class
    {
        HasHandedOut = true;
        return consumeContexts.CreateSagaConsumeContext(dbContext, consumeContext, instance, mode);
    }

    Task SaveAsync() => isSavedByOutbox ? Task.CompletedTask : dbContext.SaveChangesAsync(CancellationToken);
}
