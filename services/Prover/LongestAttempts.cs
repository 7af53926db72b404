using Microsoft.Extensions.Options;
using ProofSaga.Contracts;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;
using ProofSaga.Prover.TimeLimits;

namespace ProofSaga.Prover;

/// <summary>How long an order may be worked on.</summary>
sealed class LongestAttempts(AttemptTimeLimits limits, IOptions<ProverOptions> options) : ILongestDeliveries
{
    /// <summary>To tell of the outcome, and for the tries that this takes on a busy system.</summary>
    static readonly TimeSpan Telling = TimeSpan.FromMinutes(1);

    public IEnumerable<LongestDelivery> Find()
    {
        var started = options.Value.StartTimeout + Telling;
        return limits
            .All()
            .DistinctBy(limit => (limit.Stage, limit.Setting))
            .Select(limit =>
                limit.Stage == ProofStage.Generate
                    ? new LongestDelivery(
                        "generate-proof",
                        limit.Setting,
                        limit.Limit,
                        started + options.Value.StoreTimeout
                    )
                    : new LongestDelivery("verify-proof", limit.Setting, limit.Limit, started)
            );
    }
}
