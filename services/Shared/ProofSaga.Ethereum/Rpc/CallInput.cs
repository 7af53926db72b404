namespace ProofSaga.Ethereum.Rpc;

/// <summary>A call that is tried and not sent.</summary>
/// <param name="From">The caller; null is the zero address.</param>
/// <param name="To">The called account; null creates a contract.</param>
public sealed record CallInput(Address? From, Address? To, ReadOnlyMemory<byte> Data);
