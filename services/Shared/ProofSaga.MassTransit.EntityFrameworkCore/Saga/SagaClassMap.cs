using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Maps a saga, with its CorrelationId as the key. For <see cref="ConcurrencyMode.Optimistic"/> mark a property as concurrency token
/// (<c>entity.Property(saga => saga.Version).IsConcurrencyToken()</c>): the repository gives it a new value with each change, see <see cref="SagaConcurrencyToken"/>.
/// </summary>
public abstract class SagaClassMap<TSaga> : ISagaClassMap<TSaga>
    where TSaga : class, ISaga
{
    public Type SagaType => typeof(TSaga);

    public virtual void Configure(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var entity = model.Entity<TSaga>();
        ConfigureCorrelationIdKey(entity.HasKey(saga => saga.CorrelationId));
        entity.Property(saga => saga.CorrelationId).ValueGeneratedNever();
        Configure(entity, model);
    }

    /// <summary>Override to map the saga's other properties.</summary>
    protected virtual void Configure(EntityTypeBuilder<TSaga> entity, ModelBuilder model) { }

    /// <summary>Override to name or cluster the primary key.</summary>
    protected virtual KeyBuilder ConfigureCorrelationIdKey(KeyBuilder keyBuilder) => keyBuilder;
}
