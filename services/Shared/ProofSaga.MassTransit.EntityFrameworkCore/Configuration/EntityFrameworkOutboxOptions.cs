using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.Configuration;

/// <summary>What was configured for the outbox of one DbContext; see <see cref="IEntityFrameworkOutboxConfigurator"/> for units and ranges.</summary>
public sealed class EntityFrameworkOutboxOptions<TDbContext>
    where TDbContext : DbContext
{
    public TimeSpan DuplicateDetectionWindow { get; set; } = TimeSpan.FromMinutes(30);

    public IsolationLevel IsolationLevel { get; set; } = IsolationLevel.ReadCommitted;

    public ILockStatementProvider? LockStatementProvider { get; set; }

    public TimeSpan QueryDelay { get; set; } = TimeSpan.FromSeconds(10);

    public int QueryMessageLimit { get; set; } = 100;

    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public int MessageDeliveryLimit { get; set; } = 100;

    public TimeSpan MessageDeliveryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public int MaxDeliveryAttempts { get; set; } = 10;

    /// <summary>What to append to a SELECT of shared work, see <see cref="ILockStatementProvider.SkipLockedClause"/>.</summary>
    internal string SkipLockedClause => LockStatementProvider?.SkipLockedClause ?? "";

    /// <summary>Everything that is wrong, each with its key and value.</summary>
    internal IEnumerable<string> Problems()
    {
        if (LockStatementProvider is null)
            yield return "LockStatementProvider is not set: call UsePostgres() or UseSqlite()";
        if (DuplicateDetectionWindow <= TimeSpan.Zero)
            yield return $"{nameof(DuplicateDetectionWindow)} is {DuplicateDetectionWindow}, must be more than zero";
        if (QueryDelay <= TimeSpan.Zero)
            yield return $"{nameof(QueryDelay)} is {QueryDelay}, must be more than zero";
        if (QueryMessageLimit < 1)
            yield return $"{nameof(QueryMessageLimit)} is {QueryMessageLimit}, must be at least 1";
        if (QueryTimeout < TimeSpan.FromSeconds(1))
            yield return $"{nameof(QueryTimeout)} is {QueryTimeout}, must be at least 1 second";
        if (MessageDeliveryLimit < 1)
            yield return $"{nameof(MessageDeliveryLimit)} is {MessageDeliveryLimit}, must be at least 1";
        if (MessageDeliveryTimeout <= TimeSpan.Zero)
            yield return $"{nameof(MessageDeliveryTimeout)} is {MessageDeliveryTimeout}, must be more than zero";
        if (MaxDeliveryAttempts < 0)
            yield return $"{nameof(MaxDeliveryAttempts)} is {MaxDeliveryAttempts}, must be at least 0";
    }
}
