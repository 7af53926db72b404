namespace ProofSaga.Testing.Processes;

/// <summary>A server that the tests need could not be found or started; the message says what to do, or ends with the server's log.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner);
