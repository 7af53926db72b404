using System.Diagnostics.CodeAnalysis;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Submission;

/// <summary>What <see cref="SubmissionValidator"/> found: a valid submission or errors, never both.</summary>
sealed class SubmissionValidation
{
    public SubmissionValidation(ValidSubmission valid) => (Valid, Errors) = (valid, []);

    public SubmissionValidation(IReadOnlyList<SubmissionError> errors) => Errors = errors;

    public ValidSubmission? Valid { get; }

    public IReadOnlyList<SubmissionError> Errors { get; }

    [MemberNotNullWhen(true, nameof(Valid))]
    public bool IsValid => Valid is not null;
}
