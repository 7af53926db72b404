using System.Numerics;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>The header of a block, as far as it is needed here.</summary>
/// <param name="Timestamp">Whole seconds.</param>
/// <param name="GasLimit">Gas that its transactions may take together.</param>
/// <param name="BaseFeePerGas">Wei per gas; null on a chain without EIP-1559.</param>
public sealed record Block(
    ulong Number,
    Bytes32 Hash,
    Bytes32 ParentHash,
    DateTimeOffset Timestamp,
    ulong GasLimit,
    BigInteger? BaseFeePerGas
);
