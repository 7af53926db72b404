using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Submission;

/// <summary>A submission as far as it could be read: what could not is at its default and has an error.</summary>
sealed record SubmissionReading(SubmitProof Submission, IReadOnlyList<SubmissionError> Errors);
