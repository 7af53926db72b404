using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Publisher.Chains;

/// <summary>A chain that was found ready: it answers, and has a registry on which the signer may publish.</summary>
sealed class PublishingChain(
    string name,
    long chainId,
    EthereumClient client,
    ITransactionSigner signer,
    Address registry
)
{
    /// <summary>The configured name.</summary>
    public string Name { get; } = name;

    /// <summary>EIP-155 chain id.</summary>
    public long ChainId { get; } = chainId;

    public EthereumClient Client { get; } = client;

    public ITransactionSigner Signer { get; } = signer;

    public ProofRegistryClient Registry { get; } = new(client, registry);

    /// <summary>Ids of the circuits whose plonk proofs the registry has verified by a contract; those of others are attested.</summary>
    public IReadOnlySet<Bytes32> PlonkCircuits { get; init; } = new HashSet<Bytes32>();

    /// <summary>As the ledger writes it: lower case.</summary>
    public string SignerName { get; } = Hex.Encode(signer.Address.ToArray());
}
