using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>A dead letter as the API shows it. Times are UTC.</summary>
/// <param name="Stage"><c>intake</c> or the stage of the failure.</param>
/// <param name="Resolution">What was decided last; null while the letter is open.</param>
sealed record DeadLetterView(
    Guid Id,
    Guid ProofId,
    string Stage,
    int Attempts,
    string Code,
    string Error,
    string Client,
    string Circuit,
    DateTime FailedAt,
    DeadLetterResolution? Resolution
)
{
    public static DeadLetterView Of(DeadLetter letter) =>
        new(
            letter.Id,
            letter.ProofId,
            letter.Stage,
            letter.Attempts,
            letter.Code,
            letter.Error,
            letter.Client,
            letter.Circuit,
            letter.FailedAt,
            letter.Resolution
        );
}
