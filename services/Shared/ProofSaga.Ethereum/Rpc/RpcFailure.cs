namespace ProofSaga.Ethereum.Rpc;

/// <summary>The exceptions for what an endpoint does wrong.</summary>
static class RpcFailure
{
    /// <param name="what">What was asked.</param>
    /// <param name="problem">The end of the sentence, without its stop.</param>
    public static EthereumException Of(
        string host,
        EthereumFailure failure,
        string what,
        string problem,
        bool isTransient = false,
        Exception? cause = null,
        TimeSpan? retryAfter = null
    ) => new(failure, $"{what} at {host} failed: {problem}.", isTransient, cause) { RetryAfter = retryAfter };
}
