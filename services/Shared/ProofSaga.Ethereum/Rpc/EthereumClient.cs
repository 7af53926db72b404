using System.Numerics;
using System.Text.Json;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc.Endpoints;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>
/// A chain as its JSON-RPC endpoints show it. Every method is one request, or more where its documentation says so, and
/// throws <see cref="EthereumException"/> if there is no good answer. Safe for use by several threads.
/// </summary>
public sealed class EthereumClient
{
    const int MethodNotFound = -32601;
    const int FeeHistoryBlocks = 10;
    const int MedianPercentile = 50;

    readonly IRpcChannel channel;

    /// <summary>Asks one endpoint, without any retry.</summary>
    /// <param name="http">Its time-out should be above <see cref="EthereumClientOptions.RequestTimeout"/>. Not disposed here.</param>
    /// <param name="revertDecoder">Knows the custom errors of the contracts that are called.</param>
    public EthereumClient(
        HttpClient http,
        EthereumClientOptions options,
        RevertDecoder? revertDecoder = null,
        TimeProvider? timeProvider = null
    )
        : this(
            new JsonRpcConnection(
                http,
                options,
                revertDecoder ?? new RevertDecoder(),
                timeProvider ?? TimeProvider.System
            )
        ) { }

    /// <summary>Asks whichever endpoint of the pool is well.</summary>
    public EthereumClient(EndpointPool pool)
        : this((IRpcChannel)pool) { }

    EthereumClient(IRpcChannel channel) => this.channel = channel;

    /// <summary><c>eth_chainId</c> (EIP-695).</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) =>
        channel.AskAsync(RpcQuestions.ChainId, cancellationToken);

    /// <summary><c>eth_blockNumber</c>: the number of the newest block.</summary>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        channel.AskAsync(RpcQuestions.BlockNumber, cancellationToken);

    /// <summary><c>eth_getBlockByNumber</c>; null if there is no such block (yet).</summary>
    public Task<Block?> GetBlockAsync(BlockParameter block, CancellationToken cancellationToken = default) =>
        AskAsync(
            "eth_getBlockByNumber",
            result => result.IsNull() ? null : RpcResults.Block(result),
            cancellationToken,
            block.ToString(),
            false
        );

    /// <summary><c>eth_getTransactionCount</c>: the nonce of the account's next transaction, after those in the block.</summary>
    public Task<ulong> GetTransactionCountAsync(
        Address account,
        BlockParameter block,
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "eth_getTransactionCount",
            result => result.UInt64("the transaction count"),
            cancellationToken,
            Text(account),
            block.ToString()
        );

    /// <summary><c>eth_getBalance</c>, in wei.</summary>
    public Task<BigInteger> GetBalanceAsync(
        Address account,
        BlockParameter block,
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "eth_getBalance",
            result => result.Number("the balance"),
            cancellationToken,
            Text(account),
            block.ToString()
        );

    /// <summary><c>eth_getCode</c>; empty if there is no contract.</summary>
    public Task<byte[]> GetCodeAsync(
        Address contract,
        BlockParameter block,
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "eth_getCode",
            result => result.Bytes("the code"),
            cancellationToken,
            Text(contract),
            block.ToString()
        );

    /// <summary><c>eth_call</c>: what the call returns.</summary>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Reverted"/>, with the reason.</exception>
    public Task<byte[]> CallContractAsync(
        CallInput call,
        BlockParameter block,
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "eth_call",
            result => result.Bytes("the returned data"),
            cancellationToken,
            Parameters(call),
            block.ToString()
        );

    /// <summary><c>eth_estimateGas</c>: the gas that the call needs on top of the newest block. Leave a margin: other transactions may come first.</summary>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Reverted"/>, with the reason.</exception>
    public Task<ulong> EstimateGasAsync(CallInput call, CancellationToken cancellationToken = default) =>
        AskAsync(
            "eth_estimateGas",
            result => result.UInt64("the gas estimate"),
            cancellationToken,
            Parameters(call),
            // named, because nodes differ in what they take by default: the newest block, or the pending one
            BlockParameter.Latest.ToString()
        );

    /// <summary>
    /// Fees from <c>eth_feeHistory</c>: the next block's base fee, and the median of what the middle transaction of the
    /// last ten blocks tipped. On an idle chain a second request, <c>eth_maxPriorityFeePerGas</c>, gives the tip.
    /// </summary>
    public async Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default)
    {
        var (baseFee, tip) = await AskAsync(
            "eth_feeHistory",
            RpcResults.FeeHistory,
            cancellationToken,
            Quantity.Encode(FeeHistoryBlocks),
            "latest",
            new[] { MedianPercentile }
        );
        return new FeeSuggestion(baseFee, tip ?? await GetMaxPriorityFeePerGasAsync(cancellationToken));
    }

    /// <summary><c>eth_sendRawTransaction</c>. The hash is known before: it is the one of <paramref name="transaction"/>.</summary>
    /// <exception cref="EthereumException">
    /// The node does not take it. After <see cref="EthereumFailure.TimedOut"/> or <see cref="EthereumFailure.Unreachable"/>
    /// it may have it all the same; so may, where there is a pool of endpoints, an earlier one after any other failure.
    /// </exception>
    public Task SendRawTransactionAsync(SignedTransaction transaction, CancellationToken cancellationToken = default) =>
        SendRawTransactionAsync(transaction.RawBytes, transaction.Hash, cancellationToken);

    /// <inheritdoc cref="SendRawTransactionAsync(SignedTransaction, CancellationToken)"/>
    /// <param name="rawBytes">As stored when it was signed.</param>
    /// <param name="hash">As stored when it was signed.</param>
    public Task SendRawTransactionAsync(
        ReadOnlyMemory<byte> rawBytes,
        Bytes32 hash,
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "eth_sendRawTransaction",
            result =>
                result.Hash("the transaction's hash") is var reported && reported == hash
                    ? reported
                    : throw RpcJson.Malformed($"calls the transaction {hash} by another hash, {reported}"),
            cancellationToken,
            Hex.Encode(rawBytes.Span)
        );

    /// <summary><c>eth_getTransactionReceipt</c>; null while the transaction is in no block.</summary>
    public Task<TransactionReceipt?> GetTransactionReceiptAsync(
        Bytes32 transaction,
        CancellationToken cancellationToken = default
    ) => channel.AskAsync(RpcQuestions.Receipt(transaction), cancellationToken);

    /// <summary>Several <c>eth_getTransactionReceipt</c> in one request, if the endpoint takes batches.</summary>
    /// <returns>In the order of <paramref name="transactions"/>; null for one that is in no block.</returns>
    public Task<IReadOnlyList<TransactionReceipt?>> GetTransactionReceiptsAsync(
        IReadOnlyList<Bytes32> transactions,
        CancellationToken cancellationToken = default
    ) => channel.AskAllAsync([.. transactions.Select(RpcQuestions.Receipt)], cancellationToken);

    /// <summary>
    /// Several <c>eth_getTransactionReceipt</c> and <c>eth_blockNumber</c> in one request, if the endpoint takes batches.
    /// The endpoint may answer them in any order: a receipt may be of a block above <see cref="ReceiptsAtHead.Head"/>.
    /// </summary>
    /// <remarks>
    /// An account's nonce is not among them, on purpose: only a nonce that was read before says that a missing receipt never
    /// comes.
    /// </remarks>
    public async Task<ReceiptsAtHead> GetReceiptsAtHeadAsync(
        IReadOnlyList<Bytes32> transactions,
        CancellationToken cancellationToken = default
    )
    {
        var answers = await channel.AskAllAsync<(ulong Head, TransactionReceipt? Receipt)>(
            [
                RpcQuestions.BlockNumber.Then(head => (head, (TransactionReceipt?)null)),
                .. transactions.Select(hash => RpcQuestions.Receipt(hash).Then(receipt => (0UL, receipt))),
            ],
            cancellationToken
        );
        return new ReceiptsAtHead(answers[0].Head, [.. answers.Skip(1).Select(answer => answer.Receipt)]);
    }

    /// <summary><c>eth_getTransactionByHash</c>; null if the node does not know it, in a block or in its pool.</summary>
    public Task<RpcTransaction?> GetTransactionAsync(
        Bytes32 transaction,
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "eth_getTransactionByHash",
            result => result.IsNull() ? null : RpcResults.Transaction(result),
            cancellationToken,
            transaction.ToString()
        );

    /// <summary><c>eth_getLogs</c>, in the order of the chain. Nodes limit the range of blocks or the number of logs.</summary>
    public Task<IReadOnlyList<FilterLog>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default)
    {
        var parameters = new
        {
            fromBlock = filter.FromBlock.ToString(),
            toBlock = filter.ToBlock.ToString(),
            address = Text(filter.Address),
            topics = filter.Topics.Select(topic => topic?.ToString()),
        };
        return AskAsync<IReadOnlyList<FilterLog>>(
            "eth_getLogs",
            result => [.. result.Items("the logs").Select(RpcResults.Log)],
            cancellationToken,
            parameters
        );
    }

    async Task<BigInteger> GetMaxPriorityFeePerGasAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync("eth_maxPriorityFeePerGas", result => result.Number("the tip"), cancellationToken);
        }
        catch (EthereumException exception) when (exception.RpcErrorCode == MethodNotFound)
        {
            return BigInteger.Pow(10, 9); // 1 gwei, what most wallets tip on an idle chain
        }
    }

    Task<T> AskAsync<T>(
        string method,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken,
        params object?[] parameters
    ) => channel.AskAsync(new RpcQuestion<T>(method, parameters, read), cancellationToken);

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
