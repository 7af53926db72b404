namespace ProofSaga.Persistence.Publications;

/// <summary>A row of the publication ledger: one signed transaction, stored before it is broadcast. Times are UTC.</summary>
public class PublicationTransaction
{
    /// <summary>Transaction hash: <c>0x</c> and 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What it publishes: the <see cref="PublicationItem"/>s of this id. A replacement publishes the same.</summary>
    public Guid BatchId { get; set; }

    /// <summary>The chain's configured name.</summary>
    public string Chain { get; set; } = "";

    /// <summary>EIP-155 chain id.</summary>
    public long ChainId { get; set; }

    public string RegistryAddress { get; set; } = "";

    /// <summary>Address of the signing account, lower case.</summary>
    public string Signer { get; set; } = "";

    public long Nonce { get; set; }

    /// <summary>The EIP-2718 envelope as it is broadcast.</summary>
    public byte[] RawTransaction { get; set; } = [];

    /// <summary>EIP-1559 max fee per gas, wei, decimal.</summary>
    public string MaxFeePerGasWei { get; set; } = "0";

    /// <summary>EIP-1559 max priority fee per gas, wei, decimal.</summary>
    public string MaxPriorityFeePerGasWei { get; set; } = "0";

    public PublicationTransactionState State { get; set; }
    public DateTime PreparedAt { get; set; }

    /// <summary>When a node first took it.</summary>
    public DateTime? BroadcastAt { get; set; }

    public DateTime? MinedAt { get; set; }

    /// <summary>When its block had its confirmations.</summary>
    public DateTime? ConfirmedAt { get; set; }

    /// <summary>
    /// When it was found missing from the chain after it was confirmed: until it is confirmed again it is published anew.
    /// </summary>
    public DateTime? VanishedAt { get; set; }

    public long? BlockNumber { get; set; }

    /// <summary><c>0x</c> and 64 lower-case hexadecimal digits; tells a block from the one that took its place.</summary>
    public string? BlockHash { get; set; }

    public long? GasUsed { get; set; }
}
