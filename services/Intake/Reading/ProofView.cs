using System.Text.Json;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Reading;

/// <summary>A proof as the API shows it. Times are UTC. The witness inputs are never part of it.</summary>
/// <param name="Progress">Share of the way that is done, percent: 0, 33, 66 or 100; a failed proof keeps what it reached.</param>
/// <param name="Attempt">Number of the current stage's current attempt, from 1; 0 while none was ordered.</param>
/// <param name="GenerationTimeMs">Milliseconds from the start of the successful attempt to the stored proof.</param>
/// <param name="Proof">The proof in its system's own form; null before it is generated and after its retention time.</param>
/// <param name="PublicSignals">Field elements as decimal strings, in the order of the circuit's public signals.</param>
sealed record ProofView(
    Guid ProofId,
    ProofStatus Status,
    int Progress,
    string Circuit,
    int CircuitVersion,
    string ProofSystem,
    string Client,
    ProofPriority Priority,
    bool Publish,
    IReadOnlyDictionary<string, string> Metadata,
    int Attempt,
    DateTime CreatedAt,
    DateTime? FinishedAt,
    StagesView Stages,
    long? GenerationTimeMs,
    string? ArtifactSha256,
    JsonElement? Proof,
    IReadOnlyList<string>? PublicSignals,
    PublicationView? Publication,
    ErrorView? Error
);
