namespace ProofSaga.Circuits.Proofs;

/// <summary>
/// The proof systems that prove and verify in process, in well under a millisecond. Their orders have queues of their
/// own: one never waits behind a proof that takes minutes, and many run at once.
/// </summary>
public static class InstantProofSystems
{
    public const string Commitment = "commitment";

    public static bool Contains(string proofSystem) => proofSystem == Commitment;
}
