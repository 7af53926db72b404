using ProofSaga.Contracts;

namespace ProofSaga.Persistence.Jobs;

/// <summary>
/// One run of one attempt at one stage of a proof, by one worker. Times are UTC. A row that is running is changed by its
/// key once its worker has answered, so that no clean-up may delete it.
/// </summary>
public class Job
{
    /// <summary>The run's own, chosen by its worker.</summary>
    public Guid Id { get; set; }

    public Guid ProofId { get; set; }
    public string Circuit { get; set; } = "";
    public string Client { get; set; } = "";
    public ProofStage Stage { get; set; }

    /// <summary>As the order said: from 1, after a replay from a number never used before.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts before it since the stage began or was replayed: 0 for the first.</summary>
    public int RetryCount { get; set; }

    /// <summary>How many retries the schedule in force allowed.</summary>
    public int MaxRetries { get; set; }

    /// <summary>The process that did it; null when it did not say.</summary>
    public string? Worker { get; set; }

    public JobStatus Status { get; set; }

    /// <summary>By the worker's clock; when it did not say, the time of its answer.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>By the worker's clock when it answered, else by the orchestrator's; null while it runs.</summary>
    public DateTime? CompletedAt { get; set; }

    /// <summary>Stable name of what ended it; null while it runs and when it succeeded.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The same for a person.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>When the attempt after this failed one was due; null when none was ordered.</summary>
    public DateTime? NextAttemptAt { get; set; }
}
