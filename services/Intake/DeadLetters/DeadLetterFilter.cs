using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>Which letters are meant; what is not given does not matter.</summary>
/// <param name="Resolution">Null: the open ones.</param>
sealed record DeadLetterFilter(
    DeadLetterResolution? Resolution,
    string? Stage,
    string? Code,
    string? Circuit,
    string? Client,
    Guid? ProofId,
    string? Queue = null
)
{
    public IQueryable<DeadLetter> Of(IQueryable<DeadLetter> letters)
    {
        letters = letters.Where(letter => letter.Resolution == Resolution);
        if (Stage is not null)
            letters = letters.Where(letter => letter.Stage == Stage);
        if (Code is not null)
            letters = letters.Where(letter => letter.Code == Code);
        if (Circuit is not null)
            letters = letters.Where(letter => letter.Circuit == Circuit);
        if (Client is not null)
            letters = letters.Where(letter => letter.Client == Client);
        if (ProofId is not null)
            letters = letters.Where(letter => letter.ProofId == ProofId);
        if (Queue is not null)
            letters = letters.Where(letter => letter.Queue == Queue);
        return letters;
    }
}
