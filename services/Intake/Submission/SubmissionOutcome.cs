using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Submission;

/// <summary>The answer to a submission: exactly one of the two.</summary>
sealed record SubmissionOutcome(ProofAccepted? Accepted, ProofRejected? Rejected)
{
    public static implicit operator SubmissionOutcome(ProofAccepted accepted) => new(accepted, Rejected: null);

    public static implicit operator SubmissionOutcome(ProofRejected rejected) => new(Accepted: null, rejected);
}
