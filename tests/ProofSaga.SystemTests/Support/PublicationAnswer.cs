namespace ProofSaga.SystemTests.Support;

sealed record PublicationAnswer(string Status, string? RegistryAddress, string? TransactionHash, long? BlockNumber);
