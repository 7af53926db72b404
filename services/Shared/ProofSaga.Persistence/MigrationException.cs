namespace ProofSaga.Persistence;

/// <summary>A migration that was asked for cannot be done; the message says why and what there is instead.</summary>
public sealed class MigrationException(string message) : Exception(message);
