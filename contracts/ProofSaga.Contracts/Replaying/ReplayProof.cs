namespace ProofSaga.Contracts.Replaying;

/// <summary>
/// Orders that a failed proof go on from a stage. It changes nothing when the proof has not failed, failed again since,
/// or lacks what the stage needs: the inputs to generate, a stored proof to verify, a verified one to publish.
/// </summary>
/// <param name="Stage">Where to begin; to generate again drops the stored proof.</param>
/// <param name="FailedAt">Which failure is meant: <see cref="Outcome.ProofFailed.FailedAt"/>.</param>
public sealed record ReplayProof(Guid ProofId, ProofStage Stage, DateTimeOffset FailedAt);
