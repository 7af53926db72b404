using System.Numerics;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Registry;

/// <summary>A proof was verified on chain, by the registry (groth16) or the circuit's verifier contract (plonk), and published.</summary>
public sealed record ProofPublishedEvent(
    Bytes32 ProofId,
    Bytes32 CircuitId,
    IReadOnlyList<BigInteger> PublicSignals,
    FilterLog Log
)
{
    public static Bytes32 Topic { get; } = AbiSignature.Topic("ProofPublished(bytes32,bytes32,uint256[])");

    /// <summary>Null if the log is of another event.</summary>
    /// <exception cref="EthereumException">The log's data is malformed.</exception>
    public static ProofPublishedEvent? TryParse(FilterLog log) =>
        log.Topics is [var topic, var proofId, var circuitId] && topic == Topic
            ? new ProofPublishedEvent(proofId, circuitId, new AbiReader(log.Data).ReadArray(), log)
            : null;
}
