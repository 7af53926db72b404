namespace ProofSaga.Orchestrator;

/// <summary>
/// Orders that the current stage of an unfinished proof be dispatched again, because its message may be lost:
/// the embedded host's in-memory queues do not survive a crash. A broker's queues do, and never need this.
/// It carries what the saga remembers of <see cref="Contracts.Submission.ProofAccepted"/>, since that message may be the
/// lost one.
/// </summary>
/// <param name="AdmittedAt">UTC; which order of its generation may be lost. Null: none, as it waits or has not begun.</param>
public sealed record ResumeProof(
    Guid ProofId,
    string Circuit,
    string ProofSystem,
    string Client,
    bool Publish,
    DateTime? AdmittedAt = null
);
