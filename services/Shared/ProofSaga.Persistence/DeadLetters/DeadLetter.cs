namespace ProofSaga.Persistence.DeadLetters;

/// <summary>Something that ended as failed, with what a replay needs. Times are UTC.</summary>
public class DeadLetter
{
    /// <summary>The stage of a refused submission, which no worker ever saw and no replay can bring back.</summary>
    public const string Intake = "intake";

    public Guid Id { get; set; }
    public Guid ProofId { get; set; }

    /// <summary><c>intake</c>, <c>generate</c>, <c>verify</c> or <c>publish</c>: where a replay begins.</summary>
    public string Stage { get; set; } = "";

    /// <summary>How often the stage was tried; 0 for a rejected submission.</summary>
    public int Attempts { get; set; }

    public string Code { get; set; } = "";
    public string Error { get; set; } = "";
    public string Client { get; set; } = "";
    public string Circuit { get; set; } = "";
    public DateTime FailedAt { get; set; }

    /// <summary>What was decided about it last; null while it is open.</summary>
    public DeadLetterResolution? Resolution { get; set; }
}
