namespace ProofSaga.Contracts.Submission;

/// <summary>The answer to a <see cref="CancelProof"/> that came too late: nothing was changed.</summary>
/// <param name="Reason">Why, for a person; continues "the proof is not cancelled:".</param>
public sealed record CancelRefused(Guid ProofId, string Reason);
