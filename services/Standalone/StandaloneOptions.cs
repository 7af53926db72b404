namespace ProofSaga.Standalone;

/// <param name="DataDirectory">Made if absent; one process at a time.</param>
/// <param name="Port">Loopback port of the API; 0 for a free one.</param>
/// <param name="StopWithInput">Stop when standard input ends.</param>
public sealed record StandaloneOptions(string DataDirectory, ushort Port, bool StopWithInput);
