using Microsoft.EntityFrameworkCore;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Publishing.Batches;

namespace ProofSaga.Publisher.Ledger;

/// <summary>
/// The publication ledger: what was signed, before it is sent, and what became of it. Every method is a unit of work of
/// its own, so that no transaction is open while the chain is waited for.
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

    /// <summary>Gives a batch its nonce, signs it and stores it, in one transaction of the database.</summary>
    /// <param name="plan">The transaction for <paramref name="call"/>, but for its nonce.</param>
    /// <remarks>
    /// A proof that is in an open transaction is left out: another process took it up meanwhile. So is one that was given up:
    /// whoever cancels a proof locks its row, too, and looks into this ledger.
    /// </remarks>
    public Task<PreparedBatch> PrepareAsync(
        PublishingChain chain,
        BatchCall call,
        Eip1559Transaction plan,
        NonceReading reading,
        CancellationToken cancellationToken
    ) =>
        WithSignerLockedAsync(
            chain,
            async (db, signer) =>
            {
                var earlier = await FindOpen_NeedsLockAsync(db, chain, call.ProofIds, cancellationToken);
                var publishable = await db.LockPublishableAsync(call.ProofIds, cancellationToken);
                var givenUp = call.ProofIds.Except(publishable).ToArray();
                var rest = call.Without([.. earlier.Keys, .. givenUp]);
                if (rest is null)
                    return new PreparedBatch(null, [], earlier, givenUp);

                var whole = plan with { Data = rest.Data };
                var batchId = Guid.CreateVersion7();
                db.AddRange(rest.ProofIds.Select(id => new PublicationItem { BatchId = batchId, ProofId = id }));
                var prepared = await AddNext_NeedsLockAsync(
                    db,
                    chain,
                    signer,
                    batchId,
                    whole,
                    reading,
                    cancellationToken
                );
                return new PreparedBatch(prepared, rest.ProofIds, earlier, givenUp);
            },
            cancellationToken
        );

    /// <summary>Stores a batch that vanished from the chain under another nonce.</summary>
    /// <param name="plan">The transaction but for its nonce.</param>
    /// <returns>The stored transaction; the earlier one, if the batch has one that is open.</returns>
    public Task<PublicationTransaction> PrepareAgainAsync(
        PublishingChain chain,
        Guid batchId,
        Eip1559Transaction plan,
        NonceReading reading,
        CancellationToken cancellationToken
    ) =>
        WithSignerLockedAsync(
            chain,
            async (db, signer) =>
                await db.OfSigner(chain.ChainId, chain.SignerName)
                    .WhereOpen()
                    .FirstOrDefaultAsync(row => row.BatchId == batchId, cancellationToken)
                ?? await AddNext_NeedsLockAsync(db, chain, signer, batchId, plan, reading, cancellationToken),
            cancellationToken
        );

    /// <summary>Stores what is to replace a transaction, under its nonce.</summary>
    /// <param name="stuck">The newest with its nonce, as far as the caller knows.</param>
    /// <param name="plan">The same transaction with higher fees.</param>
    /// <returns>The stored replacement; null when it is mined, or somebody else has replaced it.</returns>
    public Task<PublicationTransaction?> PrepareReplacementAsync(
        PublishingChain chain,
        PublicationTransaction stuck,
        Eip1559Transaction plan,
        CancellationToken cancellationToken
    ) =>
        WithSignerLockedAsync(
            chain,
            async (db, _) =>
            {
                var open = await db.InSlot(NonceSlot.Of(stuck))
                    .WhereOpen()
                    .NewestFirst()
                    .ToListAsync(cancellationToken);
                if (
                    open.Exists(row => row.State == PublicationTransactionState.Mined)
                    || open.FirstOrDefault()?.Hash != stuck.Hash
                )
                    return null;

                var signed = await chain.Signer.SignAsync(plan, cancellationToken);
                return Add(db, chain, stuck.BatchId, signed);
            },
            cancellationToken
        );

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

    /// <summary>One transaction of the database, in which nobody else gives away a nonce of the signer. Saves what the work adds.</summary>
    async Task<T> WithSignerLockedAsync<T>(
        PublishingChain chain,
        Func<ProofSagaDbContext, SignerNonce, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var signer = await SignerLock.TakeAsync(db, chain.ChainId, chain.SignerName, cancellationToken);
        var result = await work(db, signer);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <returns>The proofs that are in an open transaction, with the newest of them.</returns>
    static async Task<IReadOnlyDictionary<Guid, PublicationTransaction>> FindOpen_NeedsLockAsync(
        ProofSagaDbContext db,
        PublishingChain chain,
        IReadOnlyCollection<Guid> proofIds,
        CancellationToken cancellationToken
    )
    {
        var open = await db.OfProofs(proofIds, db.OfSigner(chain.ChainId, chain.SignerName).WhereOpen())
            .ToListAsync(cancellationToken);
        return open.GroupBy(found => found.ProofId)
            .ToDictionary(
                proof => proof.Key,
                proof => proof.Select(found => found.Transaction).MaxBy(transaction => transaction.PreparedAt)!
            );
    }

    /// <summary>Takes the signer's next nonce and signs with it.</summary>
    async Task<PublicationTransaction> AddNext_NeedsLockAsync(
        ProofSagaDbContext db,
        PublishingChain chain,
        SignerNonce signer,
        Guid batchId,
        Eip1559Transaction plan,
        NonceReading reading,
        CancellationToken cancellationToken
    )
    {
        var nonce = reading.Next(signer.NextNonce);
        signer.NextNonce = nonce + 1;
        var signed = await chain.Signer.SignAsync(plan with { Nonce = (ulong)nonce }, cancellationToken);
        return Add(db, chain, batchId, signed);
    }

    PublicationTransaction Add(ProofSagaDbContext db, PublishingChain chain, Guid batchId, SignedTransaction signed)
    {
        var prepared = new PublicationTransaction
        {
            Hash = signed.Hash.ToString(),
            BatchId = batchId,
            Chain = chain.Name,
            ChainId = chain.ChainId,
            RegistryAddress = chain.Registry.Address.ToString(),
            Signer = chain.SignerName,
            Nonce = (long)signed.Transaction.Nonce,
            RawTransaction = signed.RawBytes.ToArray(),
            MaxFeePerGasWei = signed.Transaction.MaxFeePerGas.ToString(),
            MaxPriorityFeePerGasWei = signed.Transaction.MaxPriorityFeePerGas.ToString(),
            State = PublicationTransactionState.Prepared,
            PreparedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Add(prepared);
        return prepared;
    }

    static ProofSagaDbContext Db(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
}
