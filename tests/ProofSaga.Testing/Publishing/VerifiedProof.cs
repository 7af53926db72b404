namespace ProofSaga.Testing.Publishing;

/// <summary>A proof of <see cref="VerifiedProofs.Circuit"/> as it waits to be published.</summary>
/// <param name="Document">The proof document, UTF-8 JSON.</param>
public sealed record VerifiedProof(Guid Id, string ProofSystem, byte[] Document);
