using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ProofSaga.Prover.ProofSystems.Commitment;
using ProofSaga.Prover.ProofSystems.Groth16;
using ProofSaga.Prover.ProverHosts;
using ProofSaga.Prover.TimeLimits;

namespace ProofSaga.Prover.ProofSystems;

public static class ProofSystemServices
{
    /// <summary>Adds <see cref="IProofSystemCatalog"/> with every proof system that is shipped. It needs the circuit catalog.</summary>
    /// <remarks>Dispose the provider asynchronously: that kills the prover hosts and waits until they are gone.</remarks>
    public static IServiceCollection AddProofSystems(this IServiceCollection services, Action<ProverOptions> configure)
    {
        services.AddOptions<ProverOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProverOptions>, CircuitTimeLimitsValidator>();
        services.AddSingleton<AttemptTimeLimits>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProverHostPools>();
        services.AddSingleton<IProofSystem, Groth16ProofSystem>();
        services.AddSingleton<IProofSystem, CommitmentProofSystem>();
        return services.AddSingleton<IProofSystemCatalog, ProofSystemCatalog>();
    }
}
