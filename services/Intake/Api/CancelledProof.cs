using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Api;

/// <summary>The answer to a cancellation; a repeat gets the same one.</summary>
/// <param name="Reason">Why, as it was given the first time.</param>
sealed record CancelledProof(Guid ProofId, ProofStatus Status, string Reason);
