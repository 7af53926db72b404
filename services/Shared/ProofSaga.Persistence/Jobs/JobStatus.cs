namespace ProofSaga.Persistence.Jobs;

/// <summary>What became of a run. Stored and shown by its snake_case name.</summary>
public enum JobStatus
{
    /// <summary>Its worker is at it, as far as is known.</summary>
    Running,

    Succeeded,

    /// <summary>Its worker said why; <see cref="Job.NextAttemptAt"/> tells whether another attempt follows.</summary>
    Failed,

    /// <summary>Its order was taken up again before it had answered: its worker died, or lost the broker.</summary>
    Lost,

    /// <summary>Another run did what this one was to do.</summary>
    Superseded,

    /// <summary>The proof was given up.</summary>
    Cancelled,
}
