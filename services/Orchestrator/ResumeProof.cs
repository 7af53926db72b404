namespace ProofSaga.Orchestrator;

/// <summary>
/// Orders that the current stage of an unfinished proof be dispatched again, because its message may be lost:
/// the embedded host's in-memory queues do not survive a crash. A broker's queues do, and never need this.
/// It carries what <see cref="Contracts.Submission.ProofAccepted"/> does, since that message may be the lost one.
/// </summary>
public sealed record ResumeProof(Guid ProofId, string Circuit, string ProofSystem, string Client, bool Publish);
