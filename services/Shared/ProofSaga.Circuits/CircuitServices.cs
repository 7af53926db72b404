using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Circuits.Catalog;

namespace ProofSaga.Circuits;

public static class CircuitServices
{
    /// <summary>Adds <see cref="ICircuitCatalog"/>: the circuits of a folder.</summary>
    public static IServiceCollection AddCircuitCatalog(
        this IServiceCollection services,
        Action<CircuitOptions> configure
    )
    {
        services.AddOptions<CircuitOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ICircuitCatalog, CircuitCatalog>();
    }

    /// <summary>Adds <see cref="IArtifactStore"/> on a folder.</summary>
    public static IServiceCollection AddFileSystemArtifactStore(
        this IServiceCollection services,
        Action<ArtifactStoreOptions> configure
    )
    {
        services.AddOptions<ArtifactStoreOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IArtifactStore, FileSystemArtifactStore>();
    }
}
