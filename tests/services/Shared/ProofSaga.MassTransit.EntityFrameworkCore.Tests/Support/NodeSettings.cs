using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>What is special about one process of a test.</summary>
sealed record NodeSettings
{
    /// <summary>Whether the delivery service runs.</summary>
    public bool Delivers { get; init; } = true;

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>Long, so that what arrives was not just found by polling.</summary>
    public TimeSpan QueryDelay { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromMinutes(30);

    public int MaxDeliveryAttempts { get; init; } = 10;

    public TimeSpan MessageDeliveryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What this process's context has beside the database.</summary>
    public Action<DbContextOptionsBuilder> DbContext { get; init; } = _ => { };

    /// <inheritdoc cref="Sends.Before"/>
    public Func<SendContext, Task> BeforeSend { get; init; } = _ => Task.CompletedTask;

    public Action<IBusRegistrationConfigurator> Register { get; init; } = _ => { };

    /// <summary>Endpoints beside those of <see cref="Register"/>.</summary>
    public Action<IInMemoryBusFactoryConfigurator> Endpoints { get; init; } = _ => { };

    /// <summary>Whether consumers and sagas that are registered run in the outbox.</summary>
    public bool UsesOutboxOnEndpoints { get; init; } = true;
}
