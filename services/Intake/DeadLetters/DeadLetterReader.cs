using Microsoft.EntityFrameworkCore;
using ProofSaga.Intake.Paging;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>Reads dead letters: a page costs the same however many there are.</summary>
sealed class DeadLetterReader(ProofSagaDbContext db)
{
    /// <param name="after">Null for the first page.</param>
    public async Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter,
        PageCursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var letters = await NewestFirstAsync(filter, after, limit + 1, cancellationToken);
        var items = letters.Take(limit).Select(DeadLetterView.Of).ToList();
        var next = letters.Count > limit ? new PageCursor(items[^1].FailedAt, items[^1].Id) : null;
        return new DeadLetterPage(items, next?.ToString());
    }

    /// <summary>The open letters by their reason, the most frequent first.</summary>
    public async Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(CancellationToken cancellationToken) =>
        await db
            .DeadLetters.Where(letter => letter.Resolution == null)
            .GroupBy(letter => new { letter.Stage, letter.Code })
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.Stage)
            .ThenBy(group => group.Key.Code)
            .Select(group => new DeadLetterGroup(
                group.Key.Stage,
                group.Key.Code,
                group.Count(),
                group.Min(letter => letter.FailedAt),
                group.Max(letter => letter.FailedAt)
            ))
            .ToListAsync(cancellationToken);

    /// <returns>null when there is no such letter.</returns>
    public async Task<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await FindLetterAsync(id, cancellationToken) is not { } letter)
            return null;

        var proofs = await ProofsOfAsync([letter], cancellationToken);
        var message = (await MessagesOfAsync([letter], cancellationToken)).GetValueOrDefault(id);
        var decisions = await db
            .DeadLetterDecisions.Where(decision => decision.DeadLetterId == id)
            .OrderBy(decision => decision.DecidedAt)
            .ThenBy(decision => decision.Id)
            .Select(DecisionView.FromDecision)
            .ToListAsync(cancellationToken);
        return new DeadLetterDetails(
            DeadLetterView.Of(letter),
            message,
            letter.Queue is null
                ? ReplayPlan.All(letter, proofs.GetValueOrDefault(letter.ProofId))
                : [ReturnPlan.Of(letter, message)],
            decisions
        );
    }

    /// <returns>null when there is no such letter.</returns>
    public async Task<DeadLetter?> FindLetterAsync(Guid id, CancellationToken cancellationToken) =>
        await db.DeadLetters.AsNoTracking().SingleOrDefaultAsync(letter => letter.Id == id, cancellationToken);

    public async Task<IReadOnlyList<DeadLetter>> NewestFirstAsync(
        DeadLetterFilter filter,
        PageCursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var letters = filter.Of(db.DeadLetters.AsNoTracking());
        if (after is not null)
        {
            letters = letters.Where(letter =>
                // by the first condition the index is entered where the page begins, not at the newest letter
                letter.FailedAt <= after.At
                && (letter.FailedAt < after.At || letter.Id.CompareTo(after.Id) < 0)
            );
        }

        return await letters
            .OrderByDescending(letter => letter.FailedAt)
            .ThenByDescending(letter => letter.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <returns>The messages that the letters are about, by letter; of letters of proofs none.</returns>
    public async Task<IReadOnlyDictionary<Guid, SetAsideView>> MessagesOfAsync(
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellationToken
    )
    {
        var letterIds = letters.Where(letter => letter.Queue is not null).Select(letter => letter.Id).ToList();
        return letterIds.Count == 0
            ? new Dictionary<Guid, SetAsideView>()
            : await db
                .SetAsideMessages.Where(message => letterIds.Contains(message.DeadLetterId))
                .Select(SetAsideView.FromMessage)
                .ToDictionaryAsync(message => message.DeadLetterId, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<Guid, FailedProof>> ProofsOfAsync(
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellationToken
    )
    {
        var proofIds = letters.Select(letter => letter.ProofId).Distinct().ToList();
        return await db
            .Proofs.Where(proof => proofIds.Contains(proof.Id))
            .Select(FailedProof.FromProof)
            .ToDictionaryAsync(proof => proof.ProofId, cancellationToken);
    }
}
