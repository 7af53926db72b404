namespace ProofSaga.Ethereum.Rpc;

/// <summary>An event that a contract emitted.</summary>
/// <param name="Topics">The event's signature hash, then its indexed parameters.</param>
/// <param name="Data">The other parameters.</param>
/// <param name="LogIndex">Position among the logs of the block.</param>
/// <param name="Removed">True if a reorganisation took the block out of the chain.</param>
public sealed record FilterLog(
    Address Address,
    IReadOnlyList<Bytes32> Topics,
    ReadOnlyMemory<byte> Data,
    ulong BlockNumber,
    Bytes32 BlockHash,
    Bytes32 TransactionHash,
    ulong LogIndex,
    bool Removed
);
