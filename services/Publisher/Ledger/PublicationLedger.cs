using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Ledger;

/// <summary>
/// The publication ledger: what was signed, before it is sent, and what became of it. Every method is a unit of work of
/// its own, so that no transaction is open while the chain is waited for.
/// </summary>
sealed class PublicationLedger(IServiceScopeFactory scopes, DatabaseAddress database, TimeProvider time)
{
    /// <returns>The proof's transactions on the chain, by nonce.</returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindAsync(
        Guid proofId,
        long chainId,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .PublicationTransactions.AsNoTracking()
            .Where(transaction => transaction.ProofId == proofId && transaction.ChainId == chainId)
            .OrderBy(transaction => transaction.Nonce)
            .ThenBy(transaction => transaction.PreparedAt)
            .ToListAsync(cancellationToken);
    }

    /// <returns>The signer's transactions that are prepared or broadcast and no more, by nonce.</returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindOpenAsync(
        long chainId,
        string signer,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Open(OfSigner(Db(scope), chainId, signer))
            .OrderBy(transaction => transaction.Nonce)
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
        var hasOpen = await Open(OfSigner(db, chainId, signer)).AnyAsync(cancellationToken);
        var lastHash = await OfSigner(db, chainId, signer)
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
        var prepared = Entry(chain, proofId, (plan with { Nonce = (ulong)nonce }).Sign(chain.Signer));
        db.Add(prepared);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return prepared;
    }

    public Task MarkBroadcastAsync(string hash, CancellationToken cancellationToken) =>
        MoveAsync(hash, PublicationTransactionState.Broadcast, cancellationToken);

    public Task MarkAbandonedAsync(string hash, CancellationToken cancellationToken) =>
        MoveAsync(hash, PublicationTransactionState.Abandoned, cancellationToken);

    /// <summary>Records a transaction that is in a block and did not do what it was sent for.</summary>
    public async Task MarkRevertedAsync(TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Db(scope);
        await RecordReceiptAsync(db, receipt, PublicationTransactionState.Reverted, cancellationToken);
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
        await RecordReceiptAsync(db, receipt, PublicationTransactionState.Mined, cancellationToken);
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

        transaction.State = state;
        transaction.MinedAt ??= time.GetUtcNow().UtcDateTime;
        transaction.BlockNumber = (long)receipt.BlockNumber;
        transaction.GasUsed = (long)receipt.GasUsed;
    }

    /// <summary>Moves an open transaction on; one whose end is recorded keeps it.</summary>
    async Task MoveAsync(string hash, PublicationTransactionState state, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await Open(Db(scope).PublicationTransactions.Where(transaction => transaction.Hash == hash))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state), cancellationToken);
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
        Open(OfSigner(db, chain.ChainId, chain.SignerName))
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

    static IQueryable<PublicationTransaction> OfSigner(ProofSagaDbContext db, long chainId, string signer) =>
        db.PublicationTransactions.AsNoTracking().Where(row => row.ChainId == chainId && row.Signer == signer);

    static IQueryable<PublicationTransaction> Open(IQueryable<PublicationTransaction> transactions) =>
        transactions.Where(row =>
            row.State == PublicationTransactionState.Prepared || row.State == PublicationTransactionState.Broadcast
        );

    static ProofSagaDbContext Db(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
}
