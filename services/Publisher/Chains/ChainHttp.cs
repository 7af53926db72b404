namespace ProofSaga.Publisher.Chains;

/// <summary>The connections to chain and remote signer.</summary>
sealed class ChainHttp : IDisposable
{
    // so that an endpoint that moves is found again
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime });

    public void Dispose() => Client.Dispose();
}
