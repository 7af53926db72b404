namespace ProofSaga.Persistence.DeadLetters;

/// <summary>Something that ended as failed, with what a replay needs. Times are UTC.</summary>
public class DeadLetter
{
    /// <summary>The stage of a submission that was refused or could not be read, which no worker ever saw.</summary>
    public const string Intake = "intake";

    /// <summary>The stage of a message to the saga, which decides about proofs.</summary>
    public const string Saga = "saga";

    /// <summary>The stage of a message about a failure, on its way to becoming a dead letter.</summary>
    public const string DeadLetters = "dead_letters";

    public Guid Id { get; set; }

    /// <summary>Empty when none can be read from what failed.</summary>
    public Guid ProofId { get; set; }

    /// <summary>
    /// <c>generate</c>, <c>verify</c> or <c>publish</c>: where the replay of a proof begins; or one of the constants above.
    /// </summary>
    public string Stage { get; set; } = "";

    /// <summary>The queue of a message that was set aside, which a replay puts back there; null for a failed proof or a refused submission.</summary>
    public string? Queue { get; set; }

    /// <summary>How often the stage was tried; 0 for a rejected submission and for a message that no consumer saw.</summary>
    public int Attempts { get; set; }

    public string Code { get; set; } = "";
    public string Error { get; set; } = "";
    public string Client { get; set; } = "";
    public string Circuit { get; set; } = "";
    public DateTime FailedAt { get; set; }

    /// <summary>What was decided about it last; null while it is open.</summary>
    public DeadLetterResolution? Resolution { get; set; }
}
