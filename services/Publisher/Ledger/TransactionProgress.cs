using Microsoft.EntityFrameworkCore;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>Moves a transaction of the ledger from state to state, each time in one statement.</summary>
sealed class TransactionProgress(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Moves a prepared transaction on; one that is further keeps its state.</summary>
    public async Task MarkBroadcastAsync(string hash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow().UtcDateTime;
        await WithHash(scope, hash)
            .Where(row => row.State == PublicationTransactionState.Prepared)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, PublicationTransactionState.Broadcast)
                        .SetProperty(row => row.BroadcastAt, now),
                cancellationToken
            );
    }

    /// <summary>Moves an open transaction to its end; one whose end is recorded keeps it.</summary>
    public async Task MarkAbandonedAsync(string hash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await WithHash(scope, hash)
            .WhereOpen()
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, PublicationTransactionState.Abandoned),
                cancellationToken
            );
    }

    /// <summary>Records a transaction that is in a block without its confirmations.</summary>
    public async Task MarkMinedAsync(TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow().UtcDateTime;
        await WithHash(scope, receipt.TransactionHash.ToString())
            .WhereOpen()
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, PublicationTransactionState.Mined)
                        .SetProperty(row => row.MinedAt, now)
                        .SetProperty(row => row.BlockNumber, (long)receipt.BlockNumber)
                        .SetProperty(row => row.BlockHash, receipt.BlockHash.ToString()),
                cancellationToken
            );
    }

    /// <summary>Puts a mined transaction back that a reorganisation took out of the chain: it is to be sent again.</summary>
    public async Task MarkReorganisedAsync(string hash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await WithHash(scope, hash)
            .Where(row => row.State == PublicationTransactionState.Mined)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, PublicationTransactionState.Prepared)
                        .SetProperty(row => row.BroadcastAt, (DateTime?)null)
                        .SetProperty(row => row.MinedAt, (DateTime?)null)
                        .SetProperty(row => row.BlockNumber, (long?)null)
                        .SetProperty(row => row.BlockHash, (string?)null),
                cancellationToken
            );
    }

    static IQueryable<PublicationTransaction> WithHash(AsyncServiceScope scope, string hash) =>
        scope
            .ServiceProvider.GetRequiredService<ProofSagaDbContext>()
            .PublicationTransactions.Where(row => row.Hash == hash);
}
