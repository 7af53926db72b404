using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing.Fees;

/// <summary>Replaces a transaction that no block takes by one that pays more, under the same nonce.</summary>
sealed class Replacement(
    TransactionPreparation preparation,
    TransactionBroadcast broadcast,
    FeePolicy fees,
    IOptions<ChainOptions> options,
    TimeProvider time,
    ILogger<Replacement> logger
)
{
    /// <summary>Has it waited in the pool for too long? No, if it is not ours to replace: of another signer.</summary>
    public bool IsDue(PublishingChain chain, PublicationTransaction transaction) =>
        transaction is { State: PublicationTransactionState.Broadcast, BroadcastAt: { } since }
        && transaction.Signer == chain.SignerName
        && time.GetUtcNow().UtcDateTime - since >= options.Value.StuckAfter;

    /// <summary>Stores the replacement and sends it. What can't be replaced, or not for the allowed fee, stays and is waited for.</summary>
    /// <param name="stuck">The newest of the proof's transactions with its nonce.</param>
    /// <param name="transactions">How many there are.</param>
    public async Task ReplaceAsync(
        PublishingChain chain,
        PublicationTransaction stuck,
        int transactions,
        CancellationToken cancellationToken
    )
    {
        if (transactions > options.Value.MaxReplacements)
        {
            Keep(stuck, $"it was replaced Chain:MaxReplacements times, {options.Value.MaxReplacements}");
            return;
        }

        var transaction = SignedTransaction.Parse(stuck.RawTransaction).Transaction;
        var paid = new TransactionFees(transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas);
        if (await fees.ForReplacementAsync(chain.Client, paid, cancellationToken) is not { } more)
        {
            Keep(stuck, "the fee for it is above Chain:MaxFeePerGasGwei");
            return;
        }

        var plan = transaction with
        {
            MaxFeePerGas = more.MaxFeePerGas,
            MaxPriorityFeePerGas = more.MaxPriorityFeePerGas,
        };
        try
        {
            var replacement = await preparation.PrepareReplacementAsync(chain, stuck, plan, cancellationToken);
            if (replacement is null)
                return;

            logger.Replacing(stuck.Hash, stuck.Nonce, replacement.Hash, replacement.MaxFeePerGasWei);
            await broadcast.SendAsync(chain.Client, replacement, cancellationToken);
        }
        catch (EthereumException refused)
        {
            // by node or signer; the one before it may be mined all the same
            Keep(stuck, refused.Message);
        }
    }

    void Keep(PublicationTransaction stuck, string reason) => logger.NotReplaced(stuck.Hash, stuck.Nonce, reason);
}
