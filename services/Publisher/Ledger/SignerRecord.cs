namespace ProofSaga.Publisher.Ledger;

/// <summary>What the ledger holds of a signer on a chain.</summary>
/// <param name="Next">The next nonce to give away; null when none ever was.</param>
/// <param name="HasOpen">Is a transaction prepared or broadcast, and its end not recorded?</param>
/// <param name="LastHash">The transaction with the highest nonce, the newest of several; null when there is none.</param>
sealed record SignerRecord(long? Next, bool HasOpen, string? LastHash);
