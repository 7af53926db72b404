namespace ProofSaga.Contracts;

/// <summary>The three stages whose work is dispatched to workers, in their order.</summary>
public enum ProofStage
{
    Generate,
    Verify,
    Publish,
}
