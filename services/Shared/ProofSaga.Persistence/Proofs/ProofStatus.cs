namespace ProofSaga.Persistence.Proofs;

/// <summary>The public status of a proof. Stored and shown by its snake_case name.</summary>
public enum ProofStatus
{
    /// <summary>Accepted; no worker has begun to generate it.</summary>
    Queued,

    Generating,

    /// <summary>The proof is stored; no worker has begun to verify it.</summary>
    Generated,

    Verifying,

    /// <summary>The proof verifies; no transaction has been prepared.</summary>
    Verified,

    Publishing,
    Completed,
    Failed,
    Cancelled,
}
