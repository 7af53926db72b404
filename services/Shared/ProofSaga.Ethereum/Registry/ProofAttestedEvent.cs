using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Registry;

/// <summary>A publisher vouched for a proof that the registry did not verify.</summary>
/// <param name="ProofHash">The hash that recognises the stored proof.</param>
public sealed record ProofAttestedEvent(
    Bytes32 ProofId,
    Bytes32 CircuitId,
    Bytes32 ProofSystem,
    Bytes32 ProofHash,
    FilterLog Log
)
{
    public static Bytes32 Topic { get; } = AbiSignature.Topic("ProofAttested(bytes32,bytes32,bytes32,bytes32)");

    /// <summary>Null if the log is of another event.</summary>
    /// <exception cref="EthereumException">The log's data is malformed.</exception>
    public static ProofAttestedEvent? TryParse(FilterLog log)
    {
        if (log.Topics is not [var topic, var proofId, var circuitId] || topic != Topic)
            return null;

        var data = new AbiReader(log.Data);
        return new ProofAttestedEvent(proofId, circuitId, data.ReadBytes32(), data.ReadBytes32(), log);
    }
}
