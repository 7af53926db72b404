namespace ProofSaga.Publisher.Chains;

/// <summary>
/// The chain that proofs are published on. Without an endpoint or a key the stage is skipped, and every result says so.
/// </summary>
public sealed class ChainOptions
{
    public const string Section = "Chain";

    static readonly char[] EndpointSeparators = [',', ' ', '\t', '\r', '\n'];

    /// <value>
    /// What results call the chain, and under which name section <c>Chains</c> has its settings, if it has them there. Default
    /// <c>local</c>.
    /// </value>
    public string Name { get; set; } = "local";

    /// <value>
    /// JSON-RPC endpoint, http or https (<c>CHAIN_RPC_URL</c>); or several, separated by commas or blanks, the most
    /// preferred first: the next is asked when one is away. May hold API keys: never logged. Default none.
    /// </value>
    public string? RpcUrl { get; set; }

    /// <value>The endpoints as a list, in place of <see cref="RpcUrl"/>. At most 16. Default none.</value>
    public IReadOnlyList<string> RpcUrls { get; set; } = [];

    /// <value>
    /// EIP-155 id that every endpoint must report. Needed with several endpoints. Default: whatever the endpoint reports.
    /// </value>
    public ulong? ChainId { get; set; }

    /// <value>
    /// The signing key: 64 hexadecimal digits (<c>PRIVATE_KEY</c>). Default none. A file is safer than a variable.
    /// </value>
    public string? PrivateKey { get; set; }

    /// <value>File with the signing key, in place of <see cref="PrivateKey"/>. Default none.</value>
    public string? PrivateKeyFile { get; set; }

    /// <value>
    /// JSON-RPC endpoint, http or https, of a remote signer (Web3Signer, Clef, a node that manages accounts), in place of a
    /// key. May hold credentials: never logged. Default none.
    /// </value>
    public string? SignerUrl { get; set; }

    /// <value>The account that the remote signer signs as. Default none; needed with <see cref="SignerUrl"/>.</value>
    public string? SignerAddress { get; set; }

    /// <value>
    /// The <c>ProofRegistry</c> contract. Default: the one that this installation recorded when it deployed it, in
    /// <c>deployments/&lt;chain id&gt;.json</c> of the data folder; else where <see cref="DeployRegistry"/> puts the one that
    /// the signer owns.
    /// </value>
    public string? RegistryAddress { get; set; }

    /// <value>
    /// Deploy the registry at start-up unless it is there, and register the circuits that it lacks, with the verifier
    /// contracts of those with a plonk key. Default no: the signer then needs no more than to be a publisher of the
    /// registry.
    /// </value>
    public bool DeployRegistry { get; set; }

    /// <value>
    /// Number of a block before the registry's first event: where a search for one begins. Default 0. Set it where the
    /// endpoint limits the range of a search.
    /// </value>
    public ulong RegistryFirstBlock { get; set; }

    /// <value>
    /// Blocks that must hold a transaction or follow on it before its proof counts as published. Default 1: it is in a
    /// block. At least 1.
    /// </value>
    public int Confirmations { get; set; } = 1;

    /// <value>
    /// How many of the newest blocks are looked back over for publications that a reorganisation took away after they had
    /// their confirmations; such a one is published again. Default 64; 0 to 1000; 0 means never.
    /// </value>
    public int LookBackBlocks { get; set; } = 64;

    /// <value>Time between two looks back. Default 15 seconds; from 10 ms to 24 hours.</value>
    public TimeSpan LookBackInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <value>How long one attempt waits for the chain at start-up, before it fails. Default 30 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>
    /// How long one attempt waits for its transaction to be mined and confirmed, before it fails; the next one goes on
    /// waiting for the same transaction. Default 10 minutes, in which it can be replaced a few times.
    /// </value>
    public TimeSpan ReceiptTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <value>Time between two questions for a receipt. Default 500 ms; from 10 ms to <see cref="ReceiptTimeout"/>.</value>
    public TimeSpan ReceiptPollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <value>Proofs that one transaction publishes at most. Default 32; from 1 to 32, the registry's own limit.</value>
    public int BatchSize { get; set; } = 32;

    /// <value>
    /// How long a proof waits at most for others to share its transaction with. Default 2 seconds; from 0, which still
    /// joins what comes in one burst, to one minute.
    /// </value>
    public TimeSpan BatchWindow { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>
    /// The most that a transaction may pay, base fee and tip together, in gwei per gas. Default 500; above 0, at most
    /// 1,000,000. While the base fee is above it nothing is published.
    /// </value>
    public decimal MaxFeePerGasGwei { get; set; } = 500;

    /// <value>
    /// How long a transaction may wait in the node's pool before it is replaced by one that pays at least an eighth more,
    /// under the same nonce. Default 2 minutes; at most 24 hours.
    /// </value>
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <value>How many times a transaction is replaced at most. Default 10; 0 to 50; 0 means never.</value>
    public int MaxReplacements { get; set; } = 10;

    /// <value>Block explorer's page of a transaction, with <c>{hash}</c> in it. Default none.</value>
    public string? TransactionUrl { get; set; }

    /// <summary>The endpoints, however they are configured; the most preferred first.</summary>
    public IReadOnlyList<string> Endpoints =>
        RpcUrls.Count > 0 ? RpcUrls : RpcUrl?.Split(EndpointSeparators, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Why nothing is published with these options; null when something is.</summary>
    public string? WhyDisabled =>
        Endpoints.Count == 0 ? "no chain is configured (Chain:RpcUrl)"
        : string.IsNullOrWhiteSpace(PrivateKey)
        && string.IsNullOrWhiteSpace(PrivateKeyFile)
        && string.IsNullOrWhiteSpace(SignerUrl)
            ? "no signing key is configured (Chain:PrivateKey, Chain:PrivateKeyFile or Chain:SignerUrl)"
        : null;

    /// <returns>null without <see cref="TransactionUrl"/>.</returns>
    public string? TransactionUrlOf(string hash) => TransactionUrl?.Replace("{hash}", hash, StringComparison.Ordinal);
}
