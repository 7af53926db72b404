namespace ProofSaga.Ethereum.Rpc;

/// <summary>
/// Sorts JSON-RPC errors. The specification leaves codes and texts to the node, so this goes by the words of
/// geth, reth, Erigon, Nethermind, Besu and anvil.
/// </summary>
static class RpcErrorClassifier
{
    const int ExecutionReverted = 3;
    const int LimitExceeded = -32005;

    // first match wins
    static readonly (string Words, EthereumFailure Failure)[] ByMessage =
    [
        ("nonce too low", EthereumFailure.NonceTooLow),
        ("oldnonce", EthereumFailure.NonceTooLow),
        ("nonce too high", EthereumFailure.NonceTooHigh),
        ("already known", EthereumFailure.AlreadyKnown),
        ("alreadyknown", EthereumFailure.AlreadyKnown),
        ("already imported", EthereumFailure.AlreadyKnown),
        ("replacement transaction underpriced", EthereumFailure.ReplacementUnderpriced),
        ("replacementnotallowed", EthereumFailure.ReplacementUnderpriced),
        ("insufficient funds", EthereumFailure.InsufficientFunds),
        ("insufficientfunds", EthereumFailure.InsufficientFunds),
        ("upfront cost exceeds account balance", EthereumFailure.InsufficientFunds),
        ("less than block base fee", EthereumFailure.FeeTooLow),
        ("transaction underpriced", EthereumFailure.FeeTooLow),
        ("feetoolow", EthereumFailure.FeeTooLow),
        ("execution reverted", EthereumFailure.Reverted),
        ("out of gas", EthereumFailure.OutOfGas),
        ("outofgas", EthereumFailure.OutOfGas),
        ("gas required exceeds", EthereumFailure.OutOfGas),
        ("exceeds block gas limit", EthereumFailure.OutOfGas),
        ("intrinsic gas too high", EthereumFailure.OutOfGas),
        ("rate limit", EthereumFailure.RateLimited),
        ("too many requests", EthereumFailure.RateLimited),
    ];

    public static EthereumFailure Classify(int code, string message)
    {
        if (code == ExecutionReverted)
            return EthereumFailure.Reverted;

        // at the start only: "unknown transaction type" is something else
        if (message.StartsWith("known transaction", StringComparison.OrdinalIgnoreCase))
            return EthereumFailure.AlreadyKnown;

        foreach (var (words, failure) in ByMessage)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
                return failure;
        }

        return code is LimitExceeded or 429 ? EthereumFailure.RateLimited : EthereumFailure.RpcError;
    }

    /// <summary>What the node could not do now it may do later; what it did not understand or allow it never will.</summary>
    public static bool IsTransient(EthereumFailure failure, int code) =>
        failure switch
        {
            EthereumFailure.RateLimited => true,
            EthereumFailure.NonceTooHigh => true,
            // -32700 to -32600: parse error, invalid request, method not found, invalid parameters; but -32603 is "internal error"
            EthereumFailure.RpcError => code is not (-32700 or -32600 or -32601 or -32602),
            _ => false,
        };
}
