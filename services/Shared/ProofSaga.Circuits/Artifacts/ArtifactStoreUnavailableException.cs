using ProofSaga.Contracts.Failures;

namespace ProofSaga.Circuits.Artifacts;

/// <summary>The store cannot be read or written now: a full disk, a missing permission, a mount that is away. It may pass.</summary>
public sealed class ArtifactStoreUnavailableException(Exception cause)
    : ArtifactException(
        FailureCodes.ArtifactUnavailable,
        $"The artifact store cannot be used now ({cause.GetType().Name}).",
        cause
    );
