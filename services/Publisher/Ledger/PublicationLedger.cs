using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Publishing;

namespace ProofSaga.Publisher.Ledger;

/// <summary>
/// The publication ledger: what was signed, before it is sent, and what became of it. Every method is a unit of work of
/// its own, so that no transaction is open while the chain is waited for.
/// </summary>
sealed class PublicationLedger(IServiceScopeFactory scopes, DatabaseAddress database, TimeProvider time)
{
    /// <returns>The proof's transactions whose end is not recorded, the newest first.</returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindOpenAsync(
        long chainId,
        Guid proofId,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .PublicationTransactions.AsNoTracking()
            .Where(transaction => transaction.ChainId == chainId && transaction.ProofId == proofId)
            .WhereOpen()
            .NewestFirst()
            .ToListAsync(cancellationToken);
    }

    /// <returns>The proof's transactions that could be mined with the nonce, the newest first.</returns>
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

    /// <summary>Gives the transaction its nonce, signs it and stores it, in one transaction of the database.</summary>
    /// <param name="plan">The transaction but for its nonce.</param>
    /// <returns>The stored transaction; the earlier one, if the proof has one that is open.</returns>
    public async Task<PublicationTransaction> PrepareAsync(
        PublishingChain chain,
        Guid proofId,
        Eip1559Transaction plan,
        NonceReading reading,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var signer = await LockSignerAsync(db, chain, cancellationToken);
        var earlier = await FindOpen_NeedsLockAsync(db, chain, proofId, cancellationToken);
        if (earlier is not null)
            return earlier;

        var nonce = TakeNonce_NeedsLock(signer, reading);
        var signed = await chain.Signer.SignAsync(plan with { Nonce = (ulong)nonce }, cancellationToken);
        var prepared = Entry(chain, proofId, signed);
        db.Add(prepared);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return prepared;
    }

    /// <summary>Stores what is to replace a transaction, under its nonce.</summary>
    /// <param name="stuck">The newest with its nonce, as far as the caller knows.</param>
    /// <param name="plan">The same transaction with higher fees.</param>
    /// <returns>The stored replacement; null when it is mined, or somebody else has replaced it.</returns>
    public async Task<PublicationTransaction?> PrepareReplacementAsync(
        PublishingChain chain,
        PublicationTransaction stuck,
        Eip1559Transaction plan,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockSignerAsync(db, chain, cancellationToken);
        var open = await db.InSlot(NonceSlot.Of(stuck)).WhereOpen().NewestFirst().ToListAsync(cancellationToken);
        if (
            open.Exists(row => row.State == PublicationTransactionState.Mined)
            || open.FirstOrDefault()?.Hash != stuck.Hash
        )
            return null;

        var prepared = Entry(chain, stuck.ProofId, await chain.Signer.SignAsync(plan, cancellationToken));
        db.Add(prepared);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return prepared;
    }

    /// <summary>Records the end of a transaction that is in a block with its confirmations.</summary>
    public async Task MarkEndAsync(
        TransactionReceipt receipt,
        PublicationTransactionState state,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        await RecordReceiptAsync(db, receipt, state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Records a publication and tells of it, in one transaction of the database.</summary>
    /// <param name="receipt">Of a transaction of this ledger, or of one that somebody else sent.</param>
    public async Task RecordAsync(
        ProofPublished published,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        // A scope of its own: its publish endpoint writes to the outbox of its unit of work.
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        await RecordReceiptAsync(db, receipt, PublicationTransactionState.Confirmed, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(published, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    async Task RecordReceiptAsync(
        ProofSagaDbContext db,
        TransactionReceipt receipt,
        PublicationTransactionState state,
        CancellationToken cancellationToken
    )
    {
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
    }

    static async Task ForgetVanishedAsync(
        ProofSagaDbContext db,
        PublicationTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var vanished = await db
            .PublicationTransactions.Where(row => row.ProofId == transaction.ProofId && row.VanishedAt != null)
            .ToListAsync(cancellationToken);
        foreach (var row in vanished)
            row.VanishedAt = null;
    }

    async Task<SignerNonce> LockSignerAsync(
        ProofSagaDbContext db,
        PublishingChain chain,
        CancellationToken cancellationToken
    ) => await SignerLock.TakeAsync(db, database.Kind, chain.ChainId, chain.SignerName, cancellationToken);

    static Task<PublicationTransaction?> FindOpen_NeedsLockAsync(
        ProofSagaDbContext db,
        PublishingChain chain,
        Guid proofId,
        CancellationToken cancellationToken
    ) =>
        db.OfSigner(chain.ChainId, chain.SignerName)
            .WhereOpen()
            .FirstOrDefaultAsync(transaction => transaction.ProofId == proofId, cancellationToken);

    static long TakeNonce_NeedsLock(SignerNonce signer, NonceReading reading)
    {
        var nonce = reading.Next(signer.NextNonce);
        signer.NextNonce = nonce + 1;
        return nonce;
    }

    PublicationTransaction Entry(PublishingChain chain, Guid proofId, SignedTransaction signed) =>
        new()
        {
            Hash = signed.Hash.ToString(),
            ProofId = proofId,
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

    static ProofSagaDbContext Db(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
}
