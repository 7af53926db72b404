namespace ProofSaga.Ethereum.Rpc;

/// <summary>A transaction that a node knows, in its pool or in a block.</summary>
/// <param name="BlockNumber">Null while it waits in the pool.</param>
public sealed record RpcTransaction(
    Bytes32 Hash,
    Address From,
    Address? To,
    ulong Nonce,
    ReadOnlyMemory<byte> Input,
    ulong? BlockNumber
);
