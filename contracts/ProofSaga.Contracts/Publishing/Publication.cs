namespace ProofSaga.Contracts.Publishing;

/// <summary>How a proof got on chain, or why it did not.</summary>
/// <param name="Reason">Why it was skipped; <see langword="null"/> for a published one.</param>
/// <param name="Chain">The chain's configured name.</param>
/// <param name="TransactionHash">32 bytes, <c>0x</c> and 64 lower-case hexadecimal digits.</param>
/// <param name="BlockNumber">The block that holds the transaction.</param>
/// <param name="GasUsed">The proof's share of the gas (not wei) of its transaction, which others may share.</param>
public sealed record Publication(
    PublicationStatus Status,
    string? Reason = null,
    string? Chain = null,
    string? RegistryAddress = null,
    string? TransactionHash = null,
    long? BlockNumber = null,
    long? GasUsed = null
);
