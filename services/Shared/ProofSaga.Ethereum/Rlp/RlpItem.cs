namespace ProofSaga.Ethereum.Rlp;

/// <summary>What RLP encodes: a byte string, or a list of items.</summary>
/// <param name="Bytes">The byte string; empty for a list.</param>
/// <param name="Items">The list; null for a byte string.</param>
public sealed record RlpItem(ReadOnlyMemory<byte> Bytes, IReadOnlyList<RlpItem>? Items);
