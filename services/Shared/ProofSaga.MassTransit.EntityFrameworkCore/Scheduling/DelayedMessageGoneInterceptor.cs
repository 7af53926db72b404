using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Lets SaveChanges go on when a cancelled message is gone already: it was sent or cancelled elsewhere after it had been looked up.</summary>
sealed class DelayedMessageGoneInterceptor : SaveChangesInterceptor
{
    public static readonly DelayedMessageGoneInterceptor Instance = new();

    DelayedMessageGoneInterceptor() { }

    public override InterceptionResult ThrowingConcurrencyException(
        ConcurrencyExceptionEventData eventData,
        InterceptionResult result
    ) => eventData.Entries.All(IsCancelled) ? InterceptionResult.Suppress() : result;

    public override ValueTask<InterceptionResult> ThrowingConcurrencyExceptionAsync(
        ConcurrencyExceptionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => new(ThrowingConcurrencyException(eventData, result));

    static bool IsCancelled(EntityEntry entry) =>
        entry is { State: EntityState.Deleted, Entity: OutboxMessage or OutboxState };
}
