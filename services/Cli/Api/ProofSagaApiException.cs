namespace ProofSaga.Cli.Api;

/// <summary>The API answered with an error; the message holds its status and problem details.</summary>
public sealed class ProofSagaApiException(string message) : Exception(message);
