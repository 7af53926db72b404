using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Maps one saga to its table.</summary>
public interface ISagaClassMap
{
    Type SagaType { get; }

    void Configure(ModelBuilder model);
}

/// <inheritdoc/>
public interface ISagaClassMap<TSaga> : ISagaClassMap
    where TSaga : class, ISaga;
