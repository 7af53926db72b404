namespace ProofSaga.Prover.ProofSystems;

/// <summary>A finished proof.</summary>
/// <param name="Document">The proof document (<see cref="Circuits.Proofs.ProofDocument"/>) as UTF-8 JSON: what the artifact store keeps.</param>
/// <param name="PublicSignals">Field elements as decimal strings, in the order of the manifest's public signals.</param>
public sealed record GeneratedProof(ReadOnlyMemory<byte> Document, IReadOnlyList<string> PublicSignals);
