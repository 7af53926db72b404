namespace ProofSaga.Contracts.Submission;

public enum ProofPriority
{
    Normal,
    High,
    Low,
}
