using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>A dead letter as the API shows it. Times are UTC.</summary>
/// <param name="ProofId">Empty when what failed names none.</param>
/// <param name="Stage"><c>intake</c>, <c>saga</c>, <c>dead_letters</c> or the stage of the failure.</param>
/// <param name="Queue">The queue of a message that was set aside; null for a failed proof or a refused submission.</param>
/// <param name="Kind">Was it tried again before it became a dead letter? By <see cref="FailureTable"/>.</param>
/// <param name="Advice">What the code means and what to do; null for one that this version does not know.</param>
/// <param name="Resolution">What was decided last; null while the letter is open.</param>
sealed record DeadLetterView(
    Guid Id,
    Guid ProofId,
    string Stage,
    string? Queue,
    int Attempts,
    string Code,
    FailureKind Kind,
    string? Advice,
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
            letter.Queue,
            letter.Attempts,
            letter.Code,
            FailureTable.KindOf(letter.Code),
            FailureTable.Find(letter.Code)?.Advice,
            letter.Error,
            letter.Client,
            letter.Circuit,
            letter.FailedAt,
            letter.Resolution
        );
}
