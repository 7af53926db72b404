namespace ProofSaga.Cli.Api;

public sealed record PublicationView(
    string Status,
    string? Reason,
    string? RegistryAddress,
    string? TransactionHash,
    long? BlockNumber,
    long? GasUsed
);
