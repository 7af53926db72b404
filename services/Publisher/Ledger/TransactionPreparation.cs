using Microsoft.EntityFrameworkCore;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Publishing.Batches;

namespace ProofSaga.Publisher.Ledger;

/// <summary>
/// Signs transactions and puts them into the ledger before anybody sends them, each in one transaction of the database in
/// which the signer is locked.
/// </summary>
sealed class TransactionPreparation(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Gives a batch its nonce, signs it and stores it, in one transaction of the database.</summary>
    /// <param name="plan">The transaction for <paramref name="call"/>, but for its nonce.</param>
    /// <remarks>
    /// A proof that is in an open transaction is left out: another process took it up meanwhile. So is one that was given up:
    /// whoever cancels a proof locks its row, too, and looks into the ledger.
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

    /// <summary>One transaction of the database, in which nobody else gives away a nonce of the signer. Saves what the work adds.</summary>
    async Task<T> WithSignerLockedAsync<T>(
        PublishingChain chain,
        Func<ProofSagaDbContext, SignerNonce, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
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
}
