namespace ProofSaga.Contracts.Failures;

/// <summary>One row of <see cref="FailureTable"/>.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Kind">Is it tried again?</param>
/// <param name="Advice">One sentence for an operator: what it means and what to do.</param>
public sealed record KnownFailure(string Code, FailureKind Kind, string Advice);
