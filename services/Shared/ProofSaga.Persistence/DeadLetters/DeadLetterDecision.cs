using ProofSaga.Contracts;

namespace ProofSaga.Persistence.DeadLetters;

/// <summary>The audit record of one operator's decision about one dead letter. Never changed. Times are UTC.</summary>
public class DeadLetterDecision
{
    public Guid Id { get; set; }
    public Guid DeadLetterId { get; set; }
    public DeadLetterResolution Resolution { get; set; }

    /// <summary>Where the replay began; null for a discarded letter, and for a message that went back into its queue.</summary>
    public ProofStage? Stage { get; set; }

    public string DecidedBy { get; set; } = "";
    public string? Reason { get; set; }
    public DateTime DecidedAt { get; set; }
}
