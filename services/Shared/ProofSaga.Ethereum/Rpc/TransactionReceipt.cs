using System.Numerics;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>What became of a transaction that is in a block.</summary>
/// <param name="Succeeded">False if it reverted: it is in the chain, its nonce is used and its gas is paid, nothing else happened.</param>
/// <param name="EffectiveGasPrice">Wei per gas that the sender paid.</param>
/// <param name="ContractAddress">The contract that the transaction created, if it did.</param>
public sealed record TransactionReceipt(
    Bytes32 TransactionHash,
    bool Succeeded,
    ulong BlockNumber,
    Bytes32 BlockHash,
    Address From,
    Address? To,
    Address? ContractAddress,
    ulong GasUsed,
    BigInteger EffectiveGasPrice,
    IReadOnlyList<FilterLog> Logs
);
