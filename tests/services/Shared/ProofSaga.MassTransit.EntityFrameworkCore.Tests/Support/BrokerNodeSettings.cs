using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>What is special about one process of a test.</summary>
sealed record BrokerNodeSettings
{
    /// <summary>Whether the delivery service runs.</summary>
    public bool Delivers { get; init; } = true;

    /// <summary>Long, so that what arrives was not just found by polling.</summary>
    public TimeSpan QueryDelay { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan MessageDeliveryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public Action<IBusRegistrationConfigurator> Register { get; init; } = _ => { };

    /// <summary>Whether the endpoint with this name runs its consumers in the outbox.</summary>
    public Func<string, bool> UsesOutbox { get; init; } = _ => true;

    public Action<DbContextOptionsBuilder> ConfigureDbContext { get; init; } = _ => { };

    public Action<IServiceCollection> ConfigureServices { get; init; } = _ => { };

    /// <summary>The retries of every registered consumer and saga.</summary>
    public Action<IRetryConfigurator> Retry { get; init; } = retry => retry.Immediate(20);
}
