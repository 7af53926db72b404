using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Publisher.Chains;

/// <summary>Who signs, as configured: a key that this process holds, or a remote signer. Used only when one is configured.</summary>
sealed class ChainSigner(IOptions<ChainOptions> options, ChainHttp http, TimeProvider time) : IDisposable
{
    readonly Lazy<ITransactionSigner> signer = new(() => Open(options.Value, http.Client, time));

    public ITransactionSigner Signer => signer.Value;

    /// <exception cref="EthereumException">The remote signer is away, or does not hold the key.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        Signer is RemoteSigner remote ? remote.CheckAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        if (signer is { IsValueCreated: true, Value: IDisposable key })
            key.Dispose();
    }

    static ITransactionSigner Open(ChainOptions options, HttpClient http, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(options.SignerUrl))
            return SigningKey.Open(options);

        var remote = new RemoteSignerOptions
        {
            Url = new Uri(options.SignerUrl),
            Address = Address.Parse(options.SignerAddress!),
        };
        return new RemoteSigner(http, remote, time);
    }
}
