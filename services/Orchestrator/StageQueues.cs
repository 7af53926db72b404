using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>
/// Where each stage's orders wait. They are sent, not published: the queue comes into being with the first order, so
/// that none is lost when no worker has ever been started.
/// </summary>
static class StageQueues
{
    static readonly Uri Generate = new("queue:generate-proof");
    static readonly Uri Verify = new("queue:verify-proof");
    static readonly Uri Publish = new("queue:publish-proof");

    public static Uri Of(ProofStage stage) =>
        stage switch
        {
            ProofStage.Generate => Generate,
            ProofStage.Verify => Verify,
            ProofStage.Publish => Publish,
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "unknown stage"),
        };
}
