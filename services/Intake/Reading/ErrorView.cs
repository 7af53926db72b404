using ProofSaga.Contracts;

namespace ProofSaga.Intake.Reading;

/// <summary>Why the proof ended without success.</summary>
/// <param name="Stage">Where it failed; null for a cancelled proof.</param>
/// <param name="Kind">Null for a cancelled proof.</param>
/// <param name="Code">Stable name of the failure.</param>
sealed record ErrorView(ProofStage? Stage, FailureKind? Kind, string Code, string? Message);
