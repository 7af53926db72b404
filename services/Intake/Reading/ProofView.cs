using System.Text.Json;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Reading;

/// <summary>A proof as the API shows it. Times are UTC. The witness inputs are never part of it.</summary>
/// <param name="Progress">Share of the way that is done, percent: 0, 33, 66 or 100; a failed proof keeps what it reached.</param>
/// <param name="Attempt">Number of the current stage's current attempt, from 1; 0 while none was ordered.</param>
/// <param name="RetryCount">Retries of the current stage since it began or was replayed.</param>
/// <param name="MaxRetries">How many its schedule allows; null before the first worker has said something.</param>
/// <param name="NextAttemptAt">When the order of the next attempt is due; null when none waits for its time.</param>
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
    int RetryCount,
    int? MaxRetries,
    DateTime? NextAttemptAt,
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
