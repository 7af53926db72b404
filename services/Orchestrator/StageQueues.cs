using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>
/// Where each stage's orders wait, by the exchange of the same name before each queue. They are sent, not published. Every
/// process declares the queues at start, so that none is lost when no worker has ever been started; the queue's own
/// address would declare it again, and as a classic one.
/// </summary>
static class StageQueues
{
    static readonly Uri Generate = new("exchange:generate-proof");
    static readonly Uri GenerateInstant = new("exchange:generate-instant-proof");
    static readonly Uri Verify = new("exchange:verify-proof");
    static readonly Uri VerifyInstant = new("exchange:verify-instant-proof");
    static readonly Uri Publish = new("exchange:publish-proof");

    public static Uri Of(ProofStage stage, string proofSystem) =>
        (stage, InstantProofSystems.Contains(proofSystem)) switch
        {
            (ProofStage.Generate, false) => Generate,
            (ProofStage.Generate, true) => GenerateInstant,
            (ProofStage.Verify, false) => Verify,
            (ProofStage.Verify, true) => VerifyInstant,
            (ProofStage.Publish, _) => Publish,
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "unknown stage"),
        };
}
