using System.Numerics;
using System.Text.Json;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>
/// One chain's JSON-RPC endpoint. Every method is one request, or two where its documentation says so, without any retry,
/// and throws <see cref="EthereumException"/> if there is no good answer. Safe for use by several threads.
/// </summary>
/// <param name="http">Its time-out should be above <see cref="EthereumClientOptions.RequestTimeout"/>. Not disposed here.</param>
/// <param name="revertDecoder">Knows the custom errors of the contracts that are called.</param>
public sealed class EthereumClient(
    HttpClient http,
    EthereumClientOptions options,
    RevertDecoder? revertDecoder = null,
    TimeProvider? timeProvider = null
)
{
    const int MethodNotFound = -32601;
    const int FeeHistoryBlocks = 10;
    const int MedianPercentile = 50;

    readonly JsonRpcConnection connection = new(
        http,
        options,
        revertDecoder ?? new RevertDecoder(),
        timeProvider ?? TimeProvider.System
    );

    /// <summary><c>eth_chainId</c> (EIP-695).</summary>
    public async Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) =>
        (await CallAsync("eth_chainId", cancellationToken)).UInt64("the chain id");

    /// <summary><c>eth_blockNumber</c>: the number of the newest block.</summary>
    public async Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        (await CallAsync("eth_blockNumber", cancellationToken)).UInt64("the block number");

    /// <summary><c>eth_getBlockByNumber</c>; null if there is no such block (yet).</summary>
    public async Task<Block?> GetBlockAsync(BlockParameter block, CancellationToken cancellationToken = default)
    {
        var result = await CallAsync("eth_getBlockByNumber", cancellationToken, block.ToString(), false);
        return result.IsNull() ? null : RpcResults.Block(result);
    }

    /// <summary><c>eth_getTransactionCount</c>: the nonce of the account's next transaction, after those in the block.</summary>
    public async Task<ulong> GetTransactionCountAsync(
        Address account,
        BlockParameter block,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_getTransactionCount", cancellationToken, Text(account), block.ToString());
        return result.UInt64("the transaction count");
    }

    /// <summary><c>eth_getBalance</c>, in wei.</summary>
    public async Task<BigInteger> GetBalanceAsync(
        Address account,
        BlockParameter block,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_getBalance", cancellationToken, Text(account), block.ToString());
        return result.Number("the balance");
    }

    /// <summary><c>eth_getCode</c>; empty if there is no contract.</summary>
    public async Task<byte[]> GetCodeAsync(
        Address contract,
        BlockParameter block,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_getCode", cancellationToken, Text(contract), block.ToString());
        return result.Bytes("the code");
    }

    /// <summary><c>eth_call</c>: what the call returns.</summary>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Reverted"/>, with the reason.</exception>
    public async Task<byte[]> CallContractAsync(
        CallInput call,
        BlockParameter block,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_call", cancellationToken, Parameters(call), block.ToString());
        return result.Bytes("the returned data");
    }

    /// <summary><c>eth_estimateGas</c>: the gas that the call needs on top of the newest block. Leave a margin: other transactions may come first.</summary>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Reverted"/>, with the reason.</exception>
    public async Task<ulong> EstimateGasAsync(CallInput call, CancellationToken cancellationToken = default)
    {
        // named, because nodes differ in what they take by default: the newest block, or the pending one
        var block = BlockParameter.Latest.ToString();
        var result = await CallAsync("eth_estimateGas", cancellationToken, Parameters(call), block);
        return result.UInt64("the gas estimate");
    }

    /// <summary>
    /// Fees from <c>eth_feeHistory</c>: the next block's base fee, and the median of what the middle transaction of the
    /// last ten blocks tipped. On an idle chain a second request, <c>eth_maxPriorityFeePerGas</c>, gives the tip.
    /// </summary>
    public async Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default)
    {
        var history = await CallAsync(
            "eth_feeHistory",
            cancellationToken,
            Quantity.Encode(FeeHistoryBlocks),
            "latest",
            new[] { MedianPercentile }
        );
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
        var tip = tips.Length > 0 ? tips[tips.Length / 2] : await GetMaxPriorityFeePerGasAsync(cancellationToken);
        return new FeeSuggestion(baseFees[^1].Number("the next base fee"), tip);
    }

    /// <summary><c>eth_sendRawTransaction</c>. The hash is known before: it is the one of <paramref name="transaction"/>.</summary>
    /// <exception cref="EthereumException">The node does not take it. After <see cref="EthereumFailure.TimedOut"/> or <see cref="EthereumFailure.Unreachable"/> it may have it all the same.</exception>
    public Task SendRawTransactionAsync(SignedTransaction transaction, CancellationToken cancellationToken = default) =>
        SendRawTransactionAsync(transaction.RawBytes, transaction.Hash, cancellationToken);

    /// <inheritdoc cref="SendRawTransactionAsync(SignedTransaction, CancellationToken)"/>
    /// <param name="rawBytes">As stored when it was signed.</param>
    /// <param name="hash">As stored when it was signed.</param>
    public async Task SendRawTransactionAsync(
        ReadOnlyMemory<byte> rawBytes,
        Bytes32 hash,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_sendRawTransaction", cancellationToken, Hex.Encode(rawBytes.Span));
        var reported = result.Hash("the transaction's hash");
        if (reported != hash)
            throw RpcJson.Malformed($"calls the transaction {hash} by another hash, {reported}");
    }

    /// <summary><c>eth_getTransactionReceipt</c>; null while the transaction is in no block.</summary>
    public async Task<TransactionReceipt?> GetTransactionReceiptAsync(
        Bytes32 transaction,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_getTransactionReceipt", cancellationToken, transaction.ToString());
        return result.IsNull() ? null : RpcResults.Receipt(result);
    }

    /// <summary><c>eth_getTransactionByHash</c>; null if the node does not know it, in a block or in its pool.</summary>
    public async Task<RpcTransaction?> GetTransactionAsync(
        Bytes32 transaction,
        CancellationToken cancellationToken = default
    )
    {
        var result = await CallAsync("eth_getTransactionByHash", cancellationToken, transaction.ToString());
        return result.IsNull() ? null : RpcResults.Transaction(result);
    }

    /// <summary><c>eth_getLogs</c>, in the order of the chain. Nodes limit the range of blocks or the number of logs.</summary>
    public async Task<IReadOnlyList<FilterLog>> GetLogsAsync(
        LogFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var parameters = new
        {
            fromBlock = filter.FromBlock.ToString(),
            toBlock = filter.ToBlock.ToString(),
            address = Text(filter.Address),
            topics = filter.Topics.Select(topic => topic?.ToString()),
        };
        var result = await CallAsync("eth_getLogs", cancellationToken, parameters);
        return [.. result.Items("the logs").Select(RpcResults.Log)];
    }

    async Task<BigInteger> GetMaxPriorityFeePerGasAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await CallAsync("eth_maxPriorityFeePerGas", cancellationToken)).Number("the tip");
        }
        catch (EthereumException exception) when (exception.RpcErrorCode == MethodNotFound)
        {
            return BigInteger.Pow(10, 9); // 1 gwei, what most wallets tip on an idle chain
        }
    }

    Task<JsonElement> CallAsync(string method, CancellationToken cancellationToken, params object?[] parameters) =>
        connection.CallAsync(method, parameters, cancellationToken);

    static Dictionary<string, string> Parameters(CallInput call)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["data"] = Hex.Encode(call.Data.Span),
        };
        if (call.From is { } from)
            parameters["from"] = Text(from);
        if (call.To is { } to)
            parameters["to"] = Text(to);
        return parameters;
    }

    static string Text(Address address) => address.ToString();
}
