using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Prover.ProofSystems;

/// <summary>One proof to be made.</summary>
/// <param name="ProofId">For logs; the proof does not depend on it.</param>
/// <param name="Circuit">The circuit; it supports the proof system that is asked.</param>
/// <param name="Inputs">The witness inputs: secrets.</param>
public sealed record ProofRequest(Guid ProofId, CircuitManifest Circuit, CanonicalInputs Inputs);
