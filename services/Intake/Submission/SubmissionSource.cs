namespace ProofSaga.Intake.Submission;

/// <summary>What differs between the ways in which a submission arrives.</summary>
/// <param name="IgnoresUnknownMembers">
/// A person at the HTTP API wants to hear of a misspelt name; a producer with newer contracts must not be refused.
/// </param>
/// <param name="TakesNumbersForNames">MassTransit writes an enumeration as its number; a person writes its name.</param>
/// <param name="NewProofId">Makes the id of a submission that has none; null: it must have one.</param>
/// <param name="DefaultClient">Stands in for an absent client; null: there must be one.</param>
sealed record SubmissionSource(
    bool IgnoresUnknownMembers,
    bool TakesNumbersForNames,
    Func<Guid>? NewProofId,
    string? DefaultClient
)
{
    public static SubmissionSource Message { get; } =
        new(IgnoresUnknownMembers: true, TakesNumbersForNames: true, NewProofId: null, DefaultClient: null);

    /// <summary>Until there are API keys, whoever names no client is anonymous.</summary>
    public static SubmissionSource Http(TimeProvider time) =>
        new(
            IgnoresUnknownMembers: false,
            TakesNumbersForNames: false,
            NewProofId: () => Guid.CreateVersion7(time.GetUtcNow()),
            DefaultClient: "anonymous"
        );
}
