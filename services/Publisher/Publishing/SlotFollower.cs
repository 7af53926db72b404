using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing;

/// <summary>Follows transactions to their end, each once, however many proofs wait for it.</summary>
sealed class SlotFollower(
    EarlierTransaction earlier,
    ReceiptWait wait,
    PublicationLedger ledger,
    IHostApplicationLifetime lifetime
)
{
    readonly Lock gate = new();
    readonly Dictionary<NonceSlot, Task<TransactionReceipt?>> followed = [];

    /// <summary>Waits for a transaction that was sent just now.</summary>
    /// <returns>The confirmed receipt; null when the transaction has no future, and the proofs take another one.</returns>
    /// <exception cref="PublicationException">Not mined and confirmed in time: transient.</exception>
    /// <exception cref="Ethereum.EthereumException">The chain gave no good answer.</exception>
    public Task<TransactionReceipt?> FollowAsync(
        PublishingChain chain,
        NonceSlot slot,
        CancellationToken cancellationToken
    ) => ShareAsync(slot, () => WaitAsync(chain, slot), cancellationToken);

    /// <summary>Goes on with a transaction of an earlier attempt where it is.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public Task<TransactionReceipt?> TakeUpAsync(
        PublishingChain chain,
        NonceSlot slot,
        CancellationToken cancellationToken
    ) =>
        ShareAsync(
            slot,
            async () =>
                await earlier.TakeUpAsync(chain, slot, lifetime.ApplicationStopped)
                    ? await WaitAsync(chain, slot)
                    : null,
            cancellationToken
        );

    Task<TransactionReceipt?> ShareAsync(
        NonceSlot slot,
        Func<Task<TransactionReceipt?>> follow,
        CancellationToken cancellationToken
    )
    {
        lock (gate)
        {
            if (!followed.TryGetValue(slot, out var shared))
            {
                shared = Task.Run(() => OnceAsync(slot, follow));
                followed.Add(slot, shared);
            }

            return shared.WaitAsync(cancellationToken);
        }
    }

    async Task<TransactionReceipt?> OnceAsync(NonceSlot slot, Func<Task<TransactionReceipt?>> follow)
    {
        try
        {
            return await follow();
        }
        finally
        {
            lock (gate)
                followed.Remove(slot);
        }
    }

    async Task<TransactionReceipt?> WaitAsync(PublishingChain chain, NonceSlot slot)
    {
        var receipt = await wait.ForAsync(chain, slot, lifetime.ApplicationStopped);
        if (receipt is null)
            await earlier.AbandonAsync(slot, lifetime.ApplicationStopped);
        else
            await ledger.MarkEndAsync(receipt, EndOf(chain, receipt), lifetime.ApplicationStopped);
        return receipt;
    }

    static PublicationTransactionState EndOf(PublishingChain chain, TransactionReceipt receipt) =>
        chain.Registry.PublicationsIn(receipt).Any()
            ? PublicationTransactionState.Confirmed
            : PublicationTransactionState.Reverted;
}
