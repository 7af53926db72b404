using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;

namespace MassTransit;

/// <summary>The transactional outbox of one DbContext.</summary>
public interface IEntityFrameworkOutboxConfigurator : ITransactionalOutboxConfigurator
{
    /// <summary>How long a consumed message is remembered, so that a second delivery of it does nothing.</summary>
    /// <value>Default 30 minutes; more than zero. Choose more than the longest time after which the broker may deliver again.</value>
    TimeSpan DuplicateDetectionWindow { set; }

    /// <summary>The isolation of the transaction around a consumer.</summary>
    /// <value>
    /// Default READ COMMITTED: what is shared is guarded by row locks. At stricter levels Postgres rolls back transactions that it cannot order (SQLSTATE 40001);
    /// as after a deadlock (40P01), the whole transaction, consumer included, then runs again in the same scope, up to 10 times within 10 seconds, after a random
    /// pause without a connection. Observers hear of the last attempt only. A consumer should do nothing that a rollback cannot undo, or should be left to
    /// <c>UseMessageRetry</c>, which gets what is still in conflict then. A saga without an outbox is repeated only until it has been loaded: what it sends
    /// afterwards cannot be taken back, so such an endpoint needs <c>UseMessageRetry</c>. SQLite has one writer, so every level is the same there.
    /// </value>
    IsolationLevel IsolationLevel { set; }

    /// <summary>How the database locks rows; set by <c>UsePostgres</c> and <c>UseSqlite</c>, one of which is required.</summary>
    ILockStatementProvider LockStatementProvider { set; }

    /// <summary>How often the delivery service looks for messages that nobody woke it for.</summary>
    /// <value>
    /// Default 10 seconds; more than zero. A commit in the same process wakes it at once, on Postgres also one in another process; several processes on one
    /// SQLite file find each other's messages only by this.
    /// </value>
    TimeSpan QueryDelay { set; }

    /// <summary>How many outboxes (or, in the clean-up, inbox rows) one query takes.</summary>
    /// <value>Default 100; at least 1.</value>
    int QueryMessageLimit { set; }

    /// <summary>The longest time for one command of the delivery and clean-up services.</summary>
    /// <value>Default 30 seconds; at least 1 second.</value>
    TimeSpan QueryTimeout { set; }

    /// <summary>Leaves the deletion of consumed inbox rows to another process.</summary>
    void DisableInboxCleanupService();

    /// <summary>
    /// Messages that a scope without a ConsumeContext publishes or sends are stored with the DbContext's next SaveChanges and sent after its commit.
    /// </summary>
    void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null);
}
