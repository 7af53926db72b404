using ProofSaga.Contracts.Publishing;

namespace ProofSaga.Intake.Reading;

/// <summary>How the proof got on chain, or why it did not.</summary>
/// <param name="GasUsed">The proof's share of the gas (not wei) of its transaction, which others may share.</param>
sealed record PublicationView(
    PublicationStatus Status,
    string? Reason,
    string? Chain,
    string? RegistryAddress,
    string? TransactionHash,
    long? BlockNumber,
    long? GasUsed
);
