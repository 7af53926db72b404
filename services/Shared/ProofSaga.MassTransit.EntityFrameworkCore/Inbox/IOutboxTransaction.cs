using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The transaction of an outbox around a consumer: at its end, everything that its DbContext tracks is saved.</summary>
interface IOutboxTransaction
{
    DbContext DbContext { get; }
}
