using System.Numerics;
using System.Text.Json;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>The objects of the Ethereum JSON-RPC specification, read field by field.</summary>
static class RpcResults
{
    public static Block Block(JsonElement block) =>
        new(
            block.Field("number").UInt64("the block's number"),
            block.Field("hash").Hash("the block's hash"),
            block.Field("parentHash").Hash("the block's parentHash"),
            Timestamp(block.Field("timestamp").UInt64("the block's timestamp")),
            block.Field("gasLimit").UInt64("the block's gasLimit"),
            block.Field("baseFeePerGas") is var fee && fee.IsNull() ? null : fee.Number("the block's baseFeePerGas")
        );

    public static TransactionReceipt Receipt(JsonElement receipt) =>
        new(
            receipt.Field("transactionHash").Hash("the receipt's transactionHash"),
            receipt.Field("status").UInt64("the receipt's status") == 1,
            receipt.Field("blockNumber").UInt64("the receipt's blockNumber"),
            receipt.Field("blockHash").Hash("the receipt's blockHash"),
            receipt.Field("from").Address("the receipt's from"),
            OptionalAddress(receipt.Field("to"), "the receipt's to"),
            OptionalAddress(receipt.Field("contractAddress"), "the receipt's contractAddress"),
            receipt.Field("gasUsed").UInt64("the receipt's gasUsed"),
            receipt.Field("effectiveGasPrice").Number("the receipt's effectiveGasPrice"),
            [.. receipt.Field("logs").Items("the receipt's logs").Select(Log)]
        );

    public static RpcTransaction Transaction(JsonElement transaction) =>
        new(
            transaction.Field("hash").Hash("the transaction's hash"),
            transaction.Field("from").Address("the transaction's from"),
            OptionalAddress(transaction.Field("to"), "the transaction's to"),
            transaction.Field("nonce").UInt64("the transaction's nonce"),
            transaction.Field("input").Bytes("the transaction's input"),
            transaction.Field("blockNumber") is var number && number.IsNull()
                ? null
                : number.UInt64("the transaction's blockNumber")
        );

    public static FilterLog Log(JsonElement log) =>
        new(
            log.Field("address").Address("the log's address"),
            [.. log.Field("topics").Items("the log's topics").Select(topic => topic.Hash("a topic of the log"))],
            log.Field("data").Bytes("the log's data"),
            log.Field("blockNumber").UInt64("the log's blockNumber"),
            log.Field("blockHash").Hash("the log's blockHash"),
            log.Field("transactionHash").Hash("the log's transactionHash"),
            log.Field("logIndex").UInt64("the log's logIndex"),
            log.Field("removed").ValueKind == JsonValueKind.True
        );

    /// <returns>The base fee of the next block, and the median of the tips; null where there were none.</returns>
    public static (BigInteger BaseFee, BigInteger? Tip) FeeHistory(JsonElement history)
    {
        var baseFees = history.Field("baseFeePerGas").Items("the base fees").ToArray();
        if (baseFees.Length == 0)
            throw RpcJson.Malformed("has no base fee: the chain may not support EIP-1559");

        var reward = history.Field("reward");
        var tips = (reward.IsNull() ? [] : reward.Items("the rewards"))
            .SelectMany(block => block.Items("the rewards of a block"))
            .Select(tip => tip.Number("a reward"))
            .Where(tip => !tip.IsZero)
            .Order()
            .ToArray();
        return (baseFees[^1].Number("the next base fee"), tips.Length > 0 ? tips[tips.Length / 2] : null);
    }

    static DateTimeOffset Timestamp(ulong seconds) =>
        seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw RpcJson.Malformed("has a block from after the year 9999");

    static Address? OptionalAddress(JsonElement element, string what) =>
        element.IsNull() ? null : element.Address(what);
}
