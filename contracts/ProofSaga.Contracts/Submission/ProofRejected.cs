namespace ProofSaga.Contracts.Submission;

/// <summary>A submission was refused before any work. Nothing is retried.</summary>
public sealed record ProofRejected(Guid ProofId, RejectionReason Reason, IReadOnlyList<SubmissionError> Errors);
