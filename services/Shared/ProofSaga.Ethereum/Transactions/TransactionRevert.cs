using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>A receipt says that a transaction reverted; this says why.</summary>
public static class TransactionRevert
{
    /// <summary>Tries the call again on the state after its block, which is as close as a node without tracing gets.</summary>
    /// <param name="call">What the transaction did.</param>
    /// <param name="receipt">Of the transaction that reverted.</param>
    /// <exception cref="EthereumException">The node gave no good answer.</exception>
    public static async Task<RevertReason> ExplainAsync(
        EthereumClient client,
        CallInput call,
        TransactionReceipt receipt,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await client.CallContractAsync(call, BlockParameter.Number(receipt.BlockNumber), cancellationToken);
            return new RevertReason(null, "it had too little gas, or the state has changed since");
        }
        catch (EthereumException exception) when (exception.Revert is not null)
        {
            return exception.Revert;
        }
    }
}
