using ProofSaga.Circuits.Manifests;
using ProofSaga.Ethereum;

namespace ProofSaga.Publisher.Chains.Plonk;

/// <summary>A circuit of the catalog that plonk proofs are made for.</summary>
/// <param name="Name"><c>name@version</c>.</param>
/// <param name="SignalCount">Its public signals.</param>
/// <param name="NullifierIndex">Which public signal is the nullifier, from 0; null if none is.</param>
sealed record PlonkCircuit(
    Bytes32 Id,
    string Name,
    CircuitArtifact VerificationKey,
    int SignalCount,
    int? NullifierIndex
);
