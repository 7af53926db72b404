using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.DeadLetters;

/// <summary>Keeps dead letters, each once.</summary>
sealed class DeadLetterStore(ProofSagaDbContext db, ILogger<DeadLetterStore> logger)
{
    /// <summary>
    /// Stores a letter, unless its message was stored before (same id) or the same failure was told in another message
    /// (same proof and time).
    /// </summary>
    public async Task StoreOnceAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        db.DeadLetters.Add(letter);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            logger.Stored(letter.ProofId, letter.Stage, letter.Code, letter.Attempts);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // The inbox saves in the same unit of work when this returns: it must not try this row again.
            db.Entry(letter).State = EntityState.Detached;
            logger.StoredBefore(letter.ProofId, letter.Stage);
        }
    }
}
