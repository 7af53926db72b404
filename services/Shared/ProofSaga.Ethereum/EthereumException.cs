using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum;

/// <summary>
/// Every failure at the chain or on the way to it. The message names the call and the endpoint's host; never a key, nor
/// the path of the endpoint's URL, which may hold an API key.
/// </summary>
public sealed class EthereumException(
    EthereumFailure failure,
    string message,
    bool isTransient = false,
    Exception? innerException = null
) : Exception(message, innerException)
{
    public EthereumFailure Failure { get; } = failure;

    /// <summary>
    /// Could a retry of the same call succeed? True for an endpoint that is away, slow, over its limit or faulty.
    /// False for what the chain has decided, and for what needs another nonce, a higher fee or more funds first.
    /// </summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>The code of the JSON-RPC error, if there was one.</summary>
    public int? RpcErrorCode { get; init; }

    /// <summary>How long the endpoint asks to be left alone; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why the contract refused; set if and only if <see cref="Failure"/> is <see cref="EthereumFailure.Reverted"/>.</summary>
    public RevertReason? Revert { get; init; }

    /// <summary>A refused call or transaction.</summary>
    /// <param name="what">What was tried, as the beginning of a sentence that goes on with "reverted".</param>
    internal static EthereumException Reverted(string what, RevertReason revert, int? rpcErrorCode = null) =>
        new(EthereumFailure.Reverted, $"{what} reverted: {revert.Sentence}.")
        {
            RpcErrorCode = rpcErrorCode,
            Revert = revert,
        };
}
