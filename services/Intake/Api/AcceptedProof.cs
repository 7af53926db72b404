using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Api;

/// <summary>The answer to an accepted submission; a repeat gets the same one.</summary>
/// <param name="Status">The status of every proof when it is accepted.</param>
sealed record AcceptedProof(Guid ProofId, ProofStatus Status, string Message);
