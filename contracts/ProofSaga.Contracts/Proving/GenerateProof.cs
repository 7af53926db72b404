namespace ProofSaga.Contracts.Proving;

/// <summary>Orders one attempt at generating a proof. The worker reads the inputs from storage by id.</summary>
/// <param name="Attempt">1 for the first attempt of the stage.</param>
public sealed record GenerateProof(Guid ProofId, int Attempt, string Circuit, string ProofSystem);
