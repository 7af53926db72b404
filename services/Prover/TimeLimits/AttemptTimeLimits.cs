using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Contracts;

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
    /// <summary>Every limit in force on this worker, with the setting that it comes from.</summary>
    public IEnumerable<AttemptTimeLimit> All()
    {
        foreach (var circuit in circuits.Circuits)
        {
            var configured = Configured(circuit);
            var ofCircuit = $"Prover:Circuits:{circuit.Name}";
            foreach (var system in circuit.ProofSystems)
            {
                var setting =
                    configured?.ProveTimeout is not null ? $"{ofCircuit}:{nameof(CircuitTimeLimits.ProveTimeout)}"
                    : system.Timeout is not null ? $"timeout_seconds of {system.Name} in circuit {circuit.Name}"
                    : "Prover:ProveTimeout";
                yield return new(ProofStage.Generate, setting, OfProving(circuit, system));
            }

            yield return new(
                ProofStage.Verify,
                configured?.VerifyTimeout is not null
                    ? $"{ofCircuit}:{nameof(CircuitTimeLimits.VerifyTimeout)}"
                    : "Prover:VerifyTimeout",
                OfVerifying(circuit)
            );
        }
    }

    public TimeSpan OfProving(CircuitManifest circuit, CircuitProofSystem system) =>
        Configured(circuit)?.ProveTimeout ?? system.Timeout ?? options.Value.ProveTimeout;

    public TimeSpan OfVerifying(CircuitManifest circuit) =>
        Configured(circuit)?.VerifyTimeout ?? options.Value.VerifyTimeout;

    CircuitTimeLimits? Configured(CircuitManifest circuit) =>
        options.Value.Circuits.TryGetValue(circuit.Name, out var limits) ? limits : null;
}
