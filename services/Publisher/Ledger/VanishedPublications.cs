using Microsoft.EntityFrameworkCore;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>The part of the ledger that is about what was confirmed, and is in the chain no more.</summary>
sealed class VanishedPublications(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <returns>The signer's transactions that ended in the blocks from first to last.</returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindEndedAsync(
        long chainId,
        string signer,
        long firstBlock,
        long lastBlock,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .OfSigner(chainId, signer)
            .Where(row => row.BlockNumber >= firstBlock && row.BlockNumber <= lastBlock)
            .WhereEnded()
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }

    /// <summary>Has a transaction ended that the chain, which counts so many of the signer's, does not have?</summary>
    public async Task<bool> AnyEndedFromAsync(
        long chainId,
        string signer,
        long nonce,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .OfSigner(chainId, signer)
            .WhereEnded()
            .AnyAsync(row => row.Nonce >= nonce, cancellationToken);
    }

    /// <returns>What vanished and is not in the chain again, by nonce.</returns>
    public async Task<IReadOnlyList<PublicationTransaction>> FindAsync(
        long chainId,
        string signer,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .OfSigner(chainId, signer)
            .Where(row => row.VanishedAt != null)
            .OrderBy(row => row.Nonce)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }

    /// <summary>Opens an ended transaction again.</summary>
    /// <returns>false when somebody else did.</returns>
    public async Task<bool> MarkVanishedAsync(PublicationTransaction ended, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow().UtcDateTime;
        return await Db(scope)
                .PublicationTransactions.Where(row => row.Hash == ended.Hash && row.State == ended.State)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.State, PublicationTransactionState.Prepared)
                            .SetProperty(row => row.VanishedAt, now)
                            .SetProperty(row => row.BroadcastAt, (DateTime?)null)
                            .SetProperty(row => row.MinedAt, (DateTime?)null)
                            .SetProperty(row => row.ConfirmedAt, (DateTime?)null)
                            .SetProperty(row => row.BlockNumber, (long?)null)
                            .SetProperty(row => row.BlockHash, (string?)null),
                    cancellationToken
                ) == 1;
    }

    /// <summary>Notes that an ended transaction is in another block now.</summary>
    public async Task MarkMovedAsync(TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var hash = receipt.TransactionHash.ToString();
        await Db(scope)
            .PublicationTransactions.Where(row => row.Hash == hash)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.BlockNumber, (long)receipt.BlockNumber)
                        .SetProperty(row => row.BlockHash, receipt.BlockHash.ToString()),
                cancellationToken
            );
    }

    /// <returns>The registries that the signer's ended transactions called.</returns>
    public async Task<IReadOnlyList<string>> FindRegistriesAsync(
        long chainId,
        string signer,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope)
            .OfSigner(chainId, signer)
            .Where(row => row.BlockNumber != null)
            .Select(row => row.RegistryAddress)
            .Distinct()
            .ToListAsync(cancellationToken);
    }

    /// <summary>Takes the blocks from a registry's transactions: they were those of a chain that is no more.</summary>
    public async Task ForgetBlocksAsync(long chainId, string registryAddress, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await Db(scope)
            .PublicationTransactions.Where(row =>
                row.ChainId == chainId && row.RegistryAddress == registryAddress && row.BlockNumber != null
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.BlockNumber, (long?)null)
                        .SetProperty(row => row.BlockHash, (string?)null),
                cancellationToken
            );
    }

    /// <summary>Stops looking after a batch: its proofs are in the chain by transactions that are not in the ledger.</summary>
    public async Task ForgetAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await Db(scope)
            .PublicationTransactions.Where(row => row.BatchId == batchId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.VanishedAt, (DateTime?)null), cancellationToken);
    }

    static ProofSagaDbContext Db(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
}
