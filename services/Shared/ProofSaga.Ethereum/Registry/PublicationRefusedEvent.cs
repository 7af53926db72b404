using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Registry;

/// <summary>An item of a batch was refused, and nothing recorded of it.</summary>
/// <param name="Reason">The error with which the item alone would have reverted; see <see cref="RegistryErrors"/>.</param>
public sealed record PublicationRefusedEvent(Bytes32 ProofId, RevertReason Reason, FilterLog Log)
{
    public static Bytes32 Topic { get; } = AbiSignature.Topic("PublicationRefused(bytes32,bytes)");

    /// <summary>Null if the log is of another event.</summary>
    /// <exception cref="EthereumException">The log's data is malformed.</exception>
    public static PublicationRefusedEvent? TryParse(FilterLog log) =>
        log.Topics is [var topic, var proofId] && topic == Topic
            ? new PublicationRefusedEvent(
                proofId,
                RegistryErrors.Decoder.Decode(new AbiReader(log.Data).ReadBytes()),
                log
            )
            : null;
}
