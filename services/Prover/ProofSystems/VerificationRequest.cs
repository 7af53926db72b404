using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Prover.ProofSystems;

/// <summary>One proof to be checked.</summary>
/// <param name="ProofId">For logs; the result does not depend on it.</param>
/// <param name="Circuit">The circuit that the proof must be for, in this version.</param>
/// <param name="Document">The proof document as it was stored: UTF-8 JSON.</param>
/// <param name="Inputs">
/// The witness inputs where they still exist. <c>commitment</c> cannot be checked without them; the other systems then
/// also check that the proof's public signals are the public inputs that were asked for.
/// </param>
public sealed record VerificationRequest(
    Guid ProofId,
    CircuitManifest Circuit,
    ReadOnlyMemory<byte> Document,
    CanonicalInputs? Inputs = null
);
