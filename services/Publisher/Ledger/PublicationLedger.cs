using Microsoft.EntityFrameworkCore;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Publishing;

namespace ProofSaga.Publisher.Ledger;

/// <summary>
/// The publication ledger: what was signed and what became of it. Every method is a unit of work of its own, so that no
/// transaction is open while the chain is waited for.
/// </summary>
sealed class PublicationLedger(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <returns>
    /// The newest transaction that publishes the proof and whose end is not recorded; null when there is none.
    /// </returns>
    public async Task<PublicationTransaction?> FindOpenAsync(
        long chainId,
        Guid proofId,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        var open = db.PublicationTransactions.Where(transaction => transaction.ChainId == chainId).WhereOpen();
        return await db.OfProofs([proofId], open)
            .Select(found => found.Transaction)
            .NewestFirst()
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <returns>The newest transaction of the batch whose end is not recorded; null when there is none.</returns>
    public async Task<PublicationTransaction?> FindOpenOfBatchAsync(
        long chainId,
        Guid batchId,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .PublicationTransactions.Where(row => row.ChainId == chainId && row.BatchId == batchId)
            .WhereOpen()
            .NewestFirst()
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <returns>The proofs of a batch.</returns>
    public async Task<IReadOnlyList<Guid>> FindProofIdsAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .PublicationItems.Where(item => item.BatchId == batchId)
            .Select(item => item.ProofId)
            .ToListAsync(cancellationToken);
    }

    /// <returns>The batch's transactions that could be mined with the nonce, the newest first.</returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindSlotAsync(
        NonceSlot slot,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope).InSlot(slot).NewestFirst().AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <returns>
    /// The signer's transactions whose end is not recorded, by nonce; of those with one nonce the newest first.
    /// </returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindOpenAsync(
        long chainId,
        string signer,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .OfSigner(chainId, signer)
            .WhereOpen()
            .OrderBy(transaction => transaction.Nonce)
            .ThenByDescending(transaction => transaction.PreparedAt)
            .ToListAsync(cancellationToken);
    }

    public async Task<SignerRecord> ReadSignerAsync(long chainId, string signer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        var next = await db
            .SignerNonces.Where(nonce => nonce.ChainId == chainId && nonce.Signer == signer)
            .Select(nonce => (long?)nonce.NextNonce)
            .SingleOrDefaultAsync(cancellationToken);
        var hasOpen = await db.OfSigner(chainId, signer).WhereOpen().AnyAsync(cancellationToken);
        var lastHash = await db.OfSigner(chainId, signer)
            .OrderByDescending(transaction => transaction.Nonce)
            .ThenByDescending(transaction => transaction.PreparedAt)
            .Select(transaction => transaction.Hash)
            .FirstOrDefaultAsync(cancellationToken);
        return new SignerRecord(next, hasOpen, lastHash);
    }

    /// <summary>Records the end of a transaction that is in a block with its confirmations.</summary>
    /// <param name="receipt">Of a transaction of this ledger.</param>
    public async Task MarkEndAsync(
        TransactionReceipt receipt,
        PublicationTransactionState state,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        var transaction = await db.PublicationTransactions.FindAsync(
            [receipt.TransactionHash.ToString()],
            cancellationToken
        );
        if (transaction is null)
            return;

        var now = time.GetUtcNow().UtcDateTime;
        transaction.State = state;
        transaction.MinedAt ??= now;
        transaction.ConfirmedAt = now;
        transaction.BlockNumber = (long)receipt.BlockNumber;
        transaction.BlockHash = receipt.BlockHash.ToString();
        transaction.GasUsed = (long)receipt.GasUsed;
        await ForgetVanishedAsync(db, transaction, cancellationToken);

        foreach (var other in await db.InSlot(NonceSlot.Of(transaction)).ToListAsync(cancellationToken))
        {
            if (other != transaction)
                other.State = PublicationTransactionState.Replaced;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    static async Task ForgetVanishedAsync(
        ProofSagaDbContext db,
        PublicationTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var vanished = await db
            .PublicationTransactions.Where(row => row.BatchId == transaction.BatchId && row.VanishedAt != null)
            .ToListAsync(cancellationToken);
        foreach (var row in vanished)
            row.VanishedAt = null;
    }

    static ProofSagaDbContext Db(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
}
