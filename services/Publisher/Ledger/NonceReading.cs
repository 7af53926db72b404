namespace ProofSaga.Publisher.Ledger;

/// <summary>What ledger and chain said of a signer's next nonce, before its row was locked.</summary>
/// <param name="Stored">The ledger's next nonce; null when none was ever given away.</param>
/// <param name="Pending">The chain's, transactions in the node's pool counted.</param>
/// <param name="ChainWasReset">
/// The chain is behind the ledger, none of the signer's transactions is on its way, and the chain does not hold the last
/// one: it was reset, or lost transactions for good.
/// </param>
sealed record NonceReading(long? Stored, long Pending, bool ChainWasReset)
{
    /// <summary>The nonce to take, which leaves no gap.</summary>
    /// <param name="storedNow">The ledger's next nonce under the row's lock.</param>
    public long Next(long storedNow) =>
        // Whoever took a nonce since this reading had a newer one: his counts.
        ChainWasReset && storedNow == Stored
            ? Pending
            : Math.Max(storedNow, Pending);
}
