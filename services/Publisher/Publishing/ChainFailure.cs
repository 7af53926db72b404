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
            EthereumFailure.InsufficientFunds => Transient(
                PublicationErrorCodes.InsufficientFunds,
                $"account {chain.Signer.Address} has {await BalanceAsync(chain, cancellationToken)} on chain '{chain.Name}', "
                    + "too little for the transaction",
                failure
            ),
            EthereumFailure.Misconfigured => Transient(
                PublicationErrorCodes.ChainUnavailable,
                failure.Message,
                failure
            ),
            _ => Transient(PublicationErrorCodes.ChainError, failure.Message, failure),
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

    static PublicationException Transient(string code, string message, Exception cause) =>
        new(code, message, isTransient: true, cause);
}
