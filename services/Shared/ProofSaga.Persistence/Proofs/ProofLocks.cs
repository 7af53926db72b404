using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence.Proofs;

/// <summary>
/// Locks rows of <c>proofs</c> until the caller's transaction ends: whoever gives a proof up and whoever prepares its
/// publication so see each other.
/// </summary>
public static class ProofLocks
{
    /// <summary>The statuses in which a transaction may be prepared; a completed one is published again if it vanishes.</summary>
    static readonly ProofStatus[] Publishable = [ProofStatus.Verified, ProofStatus.Publishing, ProofStatus.Completed];

    /// <summary>Locks one row.</summary>
    /// <returns>Its status, as of now; null when nobody accepted a proof of that id.</returns>
    /// <exception cref="InvalidOperationException">No transaction is open, so that nothing would stay locked.</exception>
    public static async Task<ProofStatus?> LockStatusAsync(
        this ProofSagaDbContext db,
        Guid proofId,
        CancellationToken cancellationToken
    )
    {
        RequireTransaction(db);
        var statement = $$"""SELECT status AS "Value" FROM proofs WHERE id = {0}{{db.LockClause()}}""";
        var found = await db.Database.SqlQueryRaw<string>(statement, proofId).ToListAsync(cancellationToken);
        return found is [var status] ? SnakeCase.Parse<ProofStatus>(status) : null;
    }

    /// <summary>
    /// Locks the rows of proofs that may still be published, in the order of their ids, so that two callers with some of
    /// the same never wait for each other. Prepare transactions for these only, and before the end of the transaction.
    /// </summary>
    /// <returns>Their ids in that order; those that failed, were cancelled or are unknown are left out.</returns>
    /// <exception cref="InvalidOperationException">No transaction is open, so that nothing would stay locked.</exception>
    public static async Task<IReadOnlyList<Guid>> LockPublishableAsync(
        this ProofSagaDbContext db,
        IReadOnlyCollection<Guid> proofIds,
        CancellationToken cancellationToken
    )
    {
        RequireTransaction(db);
        if (proofIds.Count == 0)
            return [];

        var ids = string.Join(", ", Enumerable.Range(0, proofIds.Count).Select(position => $"{{{position}}}"));
        var statuses = string.Join(", ", Publishable.Select(status => $"'{SnakeCase.Of(status)}'"));
        var statement =
            $"""SELECT id AS "Value" FROM proofs WHERE id IN ({ids}) AND status IN ({statuses}) ORDER BY id{db.LockClause()}""";
        return await db
            .Database.SqlQueryRaw<Guid>(statement, [.. proofIds.Cast<object>()])
            .ToListAsync(cancellationToken);
    }

    static void RequireTransaction(ProofSagaDbContext db)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A row is locked until the end of a transaction: begin one first.");
    }
}
