using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Registry;

/// <summary>The errors of the <c>ProofRegistry</c> contract and the libraries in it.</summary>
public static class RegistryErrors
{
    /// <summary>This proof id was published or attested before.</summary>
    public const string AlreadyPublished = nameof(AlreadyPublished);

    /// <summary>Another proof has spent this nullifier.</summary>
    public const string NullifierSpent = nameof(NullifierSpent);

    /// <summary>The circuit is registered with another key, verifier, number of public signals or nullifier index.</summary>
    public const string CircuitDiffers = nameof(CircuitDiffers);

    /// <summary>The caller is no publisher.</summary>
    public const string NotPublisher = nameof(NotPublisher);

    /// <summary>A batch has 1 to 32 items.</summary>
    public const string BatchSizeInvalid = nameof(BatchSizeInvalid);

    /// <summary>For <see cref="Rpc.EthereumClient"/>, so that its exceptions name these errors.</summary>
    public static RevertDecoder Decoder { get; } =
        new(
            CustomError.Declare("NotOwner(address caller)"),
            CustomError.Declare("NotPublisher(address caller)"),
            CustomError.Declare("OwnerIsZero()"),
            CustomError.Declare("CircuitUnknown(bytes32 circuitId)"),
            CustomError.Declare("VerifierUnknown(bytes32 circuitId)"),
            CustomError.Declare("VerifierFailed(address verifier)"),
            CustomError.Declare("VerifierOutOfGas(address verifier)"),
            CustomError.Declare("VerifierHasNoCode(address verifier)"),
            CustomError.Declare("VerifierUnsuitable(address verifier)"),
            CustomError.Declare("SignalCountInvalid(uint256 signalCount)"),
            CustomError.Declare("CircuitDiffers(bytes32 circuitId)"),
            CustomError.Declare("NullifierIndexOutOfRange(uint256 nullifierIndex, uint256 signalCount)"),
            CustomError.Declare("InvalidProof(bytes32 proofId)"),
            CustomError.Declare("ProofIdIsZero()"),
            CustomError.Declare("AlreadyPublished(bytes32 proofId)"),
            CustomError.Declare("NullifierSpent(bytes32 circuitId, uint256 nullifier, bytes32 spentBy)"),
            CustomError.Declare("BatchSizeInvalid(uint256 size)"),
            CustomError.Declare("PrecompileFailed(address precompile)"),
            CustomError.Declare("CoordinateOutOfRange(uint256 index, uint256 value)"),
            CustomError.Declare("PointNotOnCurve(uint256 index)"),
            CustomError.Declare("KeyLengthInvalid(uint256 words)"),
            CustomError.Declare("KeyForgeable()"),
            CustomError.Declare("KeyNotInG2()"),
            CustomError.Declare("KeyNotStored()"),
            CustomError.Declare("WrongSignalCount(uint256 expected, uint256 actual)"),
            CustomError.Declare("SignalOutOfRange(uint256 index, uint256 value)")
        );
}
