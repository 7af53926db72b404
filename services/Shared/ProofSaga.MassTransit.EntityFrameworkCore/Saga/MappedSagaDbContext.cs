using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration.Saga;

/// <summary>The context of a <see cref="MappedSagaRepository"/>.</summary>
sealed class MappedSagaDbContext(DbContextOptions<MappedSagaDbContext> options, IReadOnlyCollection<ISagaClassMap> maps)
    : SagaDbContext(options)
{
    /// <summary>The same object for every context of one repository.</summary>
    public IReadOnlyCollection<ISagaClassMap> Maps => maps;

    protected override IEnumerable<ISagaClassMap> Configurations => maps;
}
