using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Prover.TimeLimits;

/// <summary>
/// How long one attempt may take: what the configuration says of the circuit, else its manifest, else the default of all.
/// The only place that knows.
/// </summary>
/// <remarks>
/// A proof system that proves in process, at once (<c>commitment</c>), has no limit: there is no process to kill, and nothing
/// in it that could wait.
/// </remarks>
public sealed class AttemptTimeLimits(IOptions<ProverOptions> options, ICircuitCatalog circuits)
{
    /// <summary>The longest that any attempt at generating can take on this worker, with its wait for the artifact store.</summary>
    public TimeSpan LongestGeneration =>
        circuits
            .Circuits.SelectMany(circuit => circuit.ProofSystems.Select(system => OfProving(circuit, system)))
            .Append(options.Value.ProveTimeout)
            .Max() + options.Value.StoreTimeout;

    /// <summary>The longest that any attempt at verifying can take on this worker.</summary>
    public TimeSpan LongestVerification =>
        circuits.Circuits.Select(OfVerifying).Append(options.Value.VerifyTimeout).Max();

    public TimeSpan OfProving(CircuitManifest circuit, CircuitProofSystem system) =>
        Configured(circuit)?.ProveTimeout ?? system.Timeout ?? options.Value.ProveTimeout;

    public TimeSpan OfVerifying(CircuitManifest circuit) =>
        Configured(circuit)?.VerifyTimeout ?? options.Value.VerifyTimeout;

    CircuitTimeLimits? Configured(CircuitManifest circuit) =>
        options.Value.Circuits.TryGetValue(circuit.Name, out var limits) ? limits : null;
}
