using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>Fills in what the chain decides about a transaction: its id, the fees and the gas.</summary>
public static class TransactionPlan
{
    /// <summary>The gas limit is the estimate and a fifth more, since the state may change before the transaction is mined. Unused gas is not paid.</summary>
    /// <param name="nonce">Allotted by the caller.</param>
    /// <param name="fees">Null: what the chain suggests now.</param>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Reverted"/>: the call would fail now.</exception>
    public static async Task<Eip1559Transaction> MakeAsync(
        EthereumClient client,
        Address from,
        Address to,
        ReadOnlyMemory<byte> data,
        ulong nonce,
        TransactionFees? fees = null,
        CancellationToken cancellationToken = default
    )
    {
        var chainId = await client.GetChainIdAsync(cancellationToken);
        var gas = await client.EstimateGasAsync(new CallInput(from, to, data), cancellationToken);
        fees ??= (await client.SuggestFeesAsync(cancellationToken)).Fees;
        return new Eip1559Transaction
        {
            ChainId = chainId,
            Nonce = nonce,
            MaxPriorityFeePerGas = fees.MaxPriorityFeePerGas,
            MaxFeePerGas = fees.MaxFeePerGas,
            GasLimit = gas + gas / 5,
            To = to,
            Data = data,
        };
    }
}
