using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.DeadLetters.Tests.SetAside;

/// <summary>A dead letter with the message that it is about.</summary>
sealed record SetAsideLetter(DeadLetter Letter, SetAsideMessage Message)
{
    public static async Task<IReadOnlyList<SetAsideLetter>> AllAsync(ProofSagaDbContext db) =>
        await db
            .DeadLetters.AsNoTracking()
            .Join(
                db.SetAsideMessages.AsNoTracking(),
                letter => letter.Id,
                message => message.DeadLetterId,
                (letter, message) => new SetAsideLetter(letter, message)
            )
            .ToListAsync();

    public override string ToString() => $"{Letter.Queue}: {Letter.Code}: {Letter.Error}";
}
