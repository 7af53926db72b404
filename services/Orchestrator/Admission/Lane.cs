using ProofSaga.Contracts.Submission;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>What one client has waiting in one priority, first come, first served.</summary>
readonly record struct Lane(ProofPriority Priority, string Client);
