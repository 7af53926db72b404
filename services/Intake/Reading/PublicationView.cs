using ProofSaga.Contracts.Publishing;

namespace ProofSaga.Intake.Reading;

/// <summary>How the proof got on chain, or why it did not.</summary>
/// <param name="GasUsed">Gas of the transaction (not wei).</param>
sealed record PublicationView(
    PublicationStatus Status,
    string? Reason,
    string? Chain,
    string? RegistryAddress,
    string? TransactionHash,
    long? BlockNumber,
    long? GasUsed
);
