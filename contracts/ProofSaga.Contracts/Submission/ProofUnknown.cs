namespace ProofSaga.Contracts.Submission;

/// <summary>
/// The answer to a <see cref="CancelProof"/> of a proof that nobody accepted, or whose <see cref="ProofAccepted"/> is still on
/// its way: nothing was changed; ask again.
/// </summary>
public sealed record ProofUnknown(Guid ProofId);
