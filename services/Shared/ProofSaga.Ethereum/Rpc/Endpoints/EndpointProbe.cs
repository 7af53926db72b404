using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Rpc.Endpoints;

/// <summary>What is asked of an endpoint before it is used: at first, and whenever it was away.</summary>
sealed class EndpointProbe(HttpClient http, EthereumClientOptions options, ExpectedChain chain, TimeProvider time)
{
    /// <summary>An endpoint further behind than this would show the chain as it was a while ago.</summary>
    public const ulong MaxBlocksBehind = 5;

    /// <summary>Short: the question that waits for it could go to an endpoint that is well.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    readonly JsonRpcConnection connection = new(
        http,
        options with
        {
            RequestTimeout = options.RequestTimeout < LongestWait ? options.RequestTimeout : LongestWait,
        },
        new RevertDecoder(),
        time
    );

    public string Host { get; } = options.RpcUrl.Authority;

    /// <param name="other">An endpoint that is well; null if there is none.</param>
    /// <exception cref="EthereumException">It is away, of another chain, or far behind the other one.</exception>
    public async Task CheckAsync(EndpointProbe? other, CancellationToken cancellationToken)
    {
        chain.Require(Host, await connection.AskAsync(RpcQuestions.ChainId, cancellationToken));
        if (other is null || await other.FindHeadAsync(cancellationToken) is not { } otherHead)
            return;

        var head = await connection.AskAsync(RpcQuestions.BlockNumber, cancellationToken);
        if (head + MaxBlocksBehind < otherHead)
        {
            throw new EthereumException(
                EthereumFailure.BehindOthers,
                $"{Host} is at block {head}, behind {other.Host} at block {otherHead}.",
                isTransient: true
            );
        }
    }

    /// <returns>null if it is not well any more, of which the next question to it tells.</returns>
    async Task<ulong?> FindHeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.AskAsync(RpcQuestions.BlockNumber, cancellationToken);
        }
        catch (EthereumException)
        {
            return null;
        }
    }
}
