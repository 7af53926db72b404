using System.Diagnostics.CodeAnalysis;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Circuits.Inputs;

/// <summary>What <see cref="InputValidator"/> found: either canonical inputs or errors, never both.</summary>
public sealed class InputValidation
{
    internal InputValidation(CanonicalInputs inputs) => (Inputs, Errors) = (inputs, []);

    internal InputValidation(IReadOnlyList<SubmissionError> errors) => Errors = errors;

    public CanonicalInputs? Inputs { get; }

    /// <summary>What is wrong, each with the field's path; a bounded number of them. No value is shown.</summary>
    public IReadOnlyList<SubmissionError> Errors { get; }

    [MemberNotNullWhen(true, nameof(Inputs))]
    public bool IsValid => Inputs is not null;
}
