using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Provider.Tests.Support;

sealed class CounterMap : SagaClassMap<Counter>
{
    protected override void Configure(EntityTypeBuilder<Counter> entity, ModelBuilder model) =>
        entity.Property(counter => counter.Version).IsConcurrencyToken();
}
