namespace ProofSaga.Ethereum.Signing;

/// <summary>How a remote signer is reached.</summary>
public sealed record RemoteSignerOptions
{
    /// <summary>
    /// Its JSON-RPC endpoint, http or https. User name and password in it are sent as HTTP basic authentication (RFC 7617).
    /// They, the path and the query are never logged or reported.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>The account that is to sign.</summary>
    public required Address Address { get; init; }

    /// <summary>How long one signature may take.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The host: the rest is not for everybody's eyes.</summary>
    public override string ToString() => Url.Authority;
}
