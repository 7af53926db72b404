using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing.Fees;

namespace ProofSaga.Publisher.Publishing;

/// <summary>From a call to a signed transaction in the ledger, which is not sent yet.</summary>
sealed class TransactionPreparation(
    PublicationLedger ledger,
    NonceSurvey nonces,
    FeePolicy fees,
    ILogger<TransactionPreparation> logger
)
{
    // replaced by the ledger, which gives nonces away under its lock
    const ulong NoNonceYet = 0;

    /// <summary>Tries the call first, so that one that would fail costs neither gas nor nonce.</summary>
    /// <returns>null when the registry has this proof id already.</returns>
    /// <exception cref="PublicationException">The registry would refuse: permanent. The fee is too high: transient.</exception>
    /// <exception cref="EthereumException">The chain gave no good answer.</exception>
    public async Task<PublicationTransaction?> PrepareAsync(
        PublishingChain chain,
        Guid proofId,
        RegistryCall call,
        CancellationToken cancellationToken
    )
    {
        Eip1559Transaction plan;
        try
        {
            plan = await TransactionPlan.MakeAsync(
                chain.Client,
                chain.Signer.Address,
                chain.Registry.Address,
                call.Data,
                NoNonceYet,
                await fees.ForNewAsync(chain.Client, cancellationToken),
                cancellationToken
            );
        }
        catch (EthereumException refused) when (refused.Revert is { } reason)
        {
            return reason.Name == RegistryErrors.AlreadyPublished
                ? null
                : throw RegistryRefusal.Explain(reason, refused);
        }

        var reading = await nonces.ReadAsync(chain, cancellationToken);
        var transaction = await ledger.PrepareAsync(chain, proofId, plan, reading, cancellationToken);
        if (reading.ChainWasReset && transaction.Nonce < reading.Stored)
            logger.NonceFollowsChain(chain.Signer.Address, reading.Stored.Value, transaction.Nonce);
        logger.Prepared(proofId, transaction.Hash, transaction.Nonce);
        return transaction;
    }
}
