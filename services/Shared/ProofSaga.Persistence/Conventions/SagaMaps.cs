using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace ProofSaga.Persistence.Conventions;

/// <summary>The sagas that the hosting process registered: part of a context's options, since a pooled context is made of nothing else.</summary>
sealed class SagaMaps(IEnumerable<ISagaClassMap> maps) : IDbContextOptionsExtension
{
    public IReadOnlyList<ISagaClassMap> Maps { get; } = [.. maps];

    /// <summary>Tells two models of one context apart: they differ by the sagas in them.</summary>
    public string ModelKey =>
        field ??= string.Join(',', Maps.Select(map => map.SagaType.FullName).Order(StringComparer.Ordinal));

    public DbContextOptionsExtensionInfo Info => field ??= new Description(this);

    public void ApplyServices(IServiceCollection services) =>
        services.AddSingleton<IModelCacheKeyFactory, ModelPerSagaSet>();

    public void Validate(IDbContextOptions options) { }

    /// <summary>EF's own services are the same whichever sagas there are.</summary>
    sealed class Description(SagaMaps extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Description;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) { }
    }
}
