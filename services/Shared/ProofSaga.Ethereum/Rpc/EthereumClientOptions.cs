namespace ProofSaga.Ethereum.Rpc;

/// <summary>How a chain's JSON-RPC endpoint is reached.</summary>
public sealed record EthereumClientOptions
{
    /// <summary>
    /// The endpoint, http or https. User name and password in it are sent as HTTP basic authentication (RFC 7617); they, and
    /// path and query, which may hold an API key, are never logged or reported.
    /// </summary>
    public required Uri RpcUrl { get; init; }

    /// <summary>How long one request may take, its answer included.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest answer that is read, in bytes.</summary>
    /// <value>16 MiB.</value>
    public int MaxAnswerBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The host: the rest is not for everybody's eyes.</summary>
    public override string ToString() => RpcUrl.Authority;
}
