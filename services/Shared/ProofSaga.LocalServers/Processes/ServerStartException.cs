namespace ProofSaga.LocalServers.Processes;

/// <summary>A server could not be found or started; the message says what to do, or ends with the server's log.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner);
