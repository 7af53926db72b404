using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;

namespace ProofSaga.Prover;

/// <summary>How long an order may be worked on, by the options and by each circuit's own manifest.</summary>
sealed class LongestAttempts(IOptions<ProverOptions> options, ICircuitCatalog circuits) : ILongestDeliveries
{
    /// <summary>To store the outcome and tell of it, and for the tries that this takes on a busy system.</summary>
    static readonly TimeSpan Telling = TimeSpan.FromMinutes(1);

    TimeSpan Beside => options.Value.StartTimeout + Telling;

    public IEnumerable<LongestDelivery> Find()
    {
        yield return new("generate-proof", "Prover:ProveTimeout", options.Value.ProveTimeout, Beside);
        yield return new("verify-proof", "Prover:VerifyTimeout", options.Value.VerifyTimeout, Beside);
        foreach (var circuit in circuits.Circuits)
        {
            foreach (var system in circuit.ProofSystems)
            {
                if (system.Timeout is { } timeout)
                    yield return new(
                        "generate-proof",
                        $"timeout_seconds of {system.Name} in circuit {circuit.Name}",
                        timeout,
                        Beside
                    );
            }
        }
    }
}
