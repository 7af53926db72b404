using ProofSaga.Contracts.Submission;

namespace ProofSaga.Persistence.Generation;

/// <summary>
/// A proof in the stage of generation: it waits until the dispatcher admits it, that is, orders the generation from the
/// workers. The row goes some time after the proof has left the stage. All times are UTC.
/// </summary>
public class QueuedProof
{
    public Guid ProofId { get; set; }
    public GenerationPool Pool { get; set; }
    public ProofPriority Priority { get; set; }
    public string Client { get; set; } = "";
    public string Circuit { get; set; } = "";
    public string ProofSystem { get; set; } = "";

    /// <summary>The attempt that is ordered when it is admitted.</summary>
    public int Attempt { get; set; }

    /// <summary>When the proof was accepted: its place among its client's, also when it comes a second time.</summary>
    public DateTime EnqueuedAt { get; set; }

    /// <summary>Null while it waits.</summary>
    public DateTime? AdmittedAt { get; set; }
}
