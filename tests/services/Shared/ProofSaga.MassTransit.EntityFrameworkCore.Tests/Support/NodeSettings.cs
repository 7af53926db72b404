using MassTransit;
using Microsoft.EntityFrameworkCore.Diagnostics;

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

    public Action<IBusRegistrationConfigurator> Register { get; init; } = _ => { };

    /// <summary>What gets between its contexts and the database.</summary>
    public IReadOnlyList<IInterceptor> Interceptors { get; init; } = [];

    /// <summary>Endpoints beside those of <see cref="Register"/>.</summary>
    public Action<IInMemoryBusFactoryConfigurator> Endpoints { get; init; } = _ => { };

    /// <summary>Whether consumers and sagas that are registered run in the outbox.</summary>
    public bool UsesOutboxOnEndpoints { get; init; } = true;
}
