using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Publishing;

/// <summary>Turns a failure at the chain into the failure of a publication: permanent only if the registry refused.</summary>
static class ChainFailure
{
    public static async Task<PublicationException> ExplainAsync(
        PublishingChain chain,
        EthereumException failure,
        CancellationToken cancellationToken
    ) =>
        failure.Failure switch
        {
            EthereumFailure.Reverted => RegistryRefusal.Explain(failure.Revert!, failure),
            EthereumFailure.InsufficientFunds => new PublicationException(
                FailureCodes.InsufficientFunds,
                $"account {chain.Signer.Address} has {await BalanceAsync(chain, cancellationToken)} on chain '{chain.Name}', "
                    + "too little for the transaction",
                failure
            ),
            EthereumFailure.Misconfigured => new PublicationException(
                FailureCodes.ChainUnavailable,
                failure.Message,
                failure
            ),
            _ => new PublicationException(FailureCodes.ChainError, failure.Message, failure),
        };

    static async Task<string> BalanceAsync(PublishingChain chain, CancellationToken cancellationToken)
    {
        try
        {
            return $"{await chain.Client.GetBalanceAsync(chain.Signer.Address, BlockParameter.Latest, cancellationToken)} wei";
        }
        catch (EthereumException unknown)
        {
            return $"an unknown balance ({unknown.Message})";
        }
    }
}
