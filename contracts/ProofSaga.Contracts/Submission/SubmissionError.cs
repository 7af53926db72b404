namespace ProofSaga.Contracts.Submission;

/// <summary>One thing that is wrong with a submission.</summary>
/// <param name="Field">Path of the field, snake_case, for example <c>inputs.preimage[1]</c>.</param>
/// <param name="Message">What is wrong with it; never contains the value of a witness input.</param>
public sealed record SubmissionError(string Field, string Message);
