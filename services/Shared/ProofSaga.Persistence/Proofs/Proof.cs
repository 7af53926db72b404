using ProofSaga.Contracts;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Persistence.Proofs;

/// <summary>
/// One accepted proof: what intake stored, what the prover made of it, and the saga's state as the API shows it.
/// All times are UTC.
/// </summary>
public class Proof
{
    public Guid Id { get; set; }
    public string Circuit { get; set; } = "";
    public int CircuitVersion { get; set; }
    public string ProofSystem { get; set; } = "";
    public string Client { get; set; } = "";
    public ProofPriority Priority { get; set; }
    public bool Publish { get; set; }
    public string? CallbackUrl { get; set; }

    /// <summary>The producer's notes, a JSON object of strings.</summary>
    public string Metadata { get; set; } = "{}";

    /// <summary>Keyed hash of the submission's content: tells a repeat from a conflict without keeping the content.</summary>
    public byte[] SubmissionFingerprint { get; set; } = [];

    /// <summary>The canonical inputs, encrypted; erased once the proof is verified or given up.</summary>
    public byte[]? ProtectedInputs { get; set; }

    public ProofStatus Status { get; set; }

    /// <summary>Number of the current stage's current attempt, from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>Retries of the current stage since it began or was replayed: 0 in its first attempt.</summary>
    public int RetryCount { get; set; }

    /// <summary>How many the schedule of the current stage allows; null until the saga has moved on once.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>When the order of the next attempt is due; null when none waits for its time.</summary>
    public DateTime? NextAttemptAt { get; set; }

    public DateTime CreatedAt { get; set; }
    public DateTime? GeneratingAt { get; set; }
    public DateTime? GeneratedAt { get; set; }
    public DateTime? VerifyingAt { get; set; }
    public DateTime? VerifiedAt { get; set; }
    public DateTime? PublishingAt { get; set; }
    public DateTime? FinishedAt { get; set; }

    /// <summary>The proof document between generation and the end; afterwards only the artifact store has it.</summary>
    public byte[]? Document { get; set; }

    /// <summary>Content address of the proof document: 64 lower-case hexadecimal digits.</summary>
    public string? ArtifactSha256 { get; set; }

    /// <summary>Milliseconds from the start of the successful attempt to the stored proof.</summary>
    public long? GenerationTimeMs { get; set; }

    public PublicationStatus? PublicationStatus { get; set; }
    public string? PublicationReason { get; set; }
    public string? Chain { get; set; }
    public string? RegistryAddress { get; set; }
    public string? TransactionHash { get; set; }
    public long? BlockNumber { get; set; }
    public long? GasUsed { get; set; }

    public ProofStage? FailedStage { get; set; }
    public FailureKind? FailureKind { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
}
