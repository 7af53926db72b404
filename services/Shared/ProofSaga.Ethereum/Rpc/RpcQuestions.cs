namespace ProofSaga.Ethereum.Rpc;

/// <summary>The questions that are asked in several places.</summary>
static class RpcQuestions
{
    public static RpcQuestion<ulong> ChainId { get; } = new("eth_chainId", [], result => result.UInt64("the chain id"));

    public static RpcQuestion<ulong> BlockNumber { get; } =
        new("eth_blockNumber", [], result => result.UInt64("the block number"));

    public static RpcQuestion<TransactionReceipt?> Receipt(Bytes32 transaction) =>
        new(
            "eth_getTransactionReceipt",
            [transaction.ToString()],
            result =>
                result.IsNull() ? null
                : RpcResults.Receipt(result) is var receipt && receipt.TransactionHash == transaction ? receipt
                : throw RpcJson.Malformed(
                    $"is the receipt of another transaction, {receipt.TransactionHash}, not {transaction}"
                )
        );
}
