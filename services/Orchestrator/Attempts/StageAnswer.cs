using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Orchestrator.Attempts;

/// <summary>What the six answers of the workers have in common.</summary>
/// <param name="Run">null when the worker did not name it.</param>
/// <param name="Code">null for a success.</param>
sealed record StageAnswer(ProofStage Stage, int Attempt, AttemptRun? Run, string? Code = null, string? Error = null)
{
    public bool IsSuccess => Code is null;

    /// <returns>null for a message that is no answer.</returns>
    public static StageAnswer? Of(object message) =>
        message switch
        {
            ProofGenerated done => new(ProofStage.Generate, done.Attempt, done.Run),
            ProofVerified done => new(ProofStage.Verify, done.Attempt, done.Run),
            ProofPublished done => new(ProofStage.Publish, done.Attempt, done.Run),
            ProofGenerationFailed not => new(ProofStage.Generate, not.Attempt, not.Run, not.Code, not.Error),
            ProofVerificationFailed not => new(ProofStage.Verify, not.Attempt, not.Run, not.Code, not.Error),
            ProofPublishingFailed not => new(ProofStage.Publish, not.Attempt, not.Run, not.Code, not.Error),
            _ => null,
        };
}
