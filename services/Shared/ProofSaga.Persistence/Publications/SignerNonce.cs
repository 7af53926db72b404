namespace ProofSaga.Persistence.Publications;

/// <summary>The next nonce of a signing account on a chain. Whoever takes one holds this row's lock until commit.</summary>
public class SignerNonce
{
    public long ChainId { get; set; }

    /// <summary>Lower case.</summary>
    public string Signer { get; set; } = "";

    public long NextNonce { get; set; }
}
