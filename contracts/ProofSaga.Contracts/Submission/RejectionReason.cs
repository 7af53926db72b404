namespace ProofSaga.Contracts.Submission;

public enum RejectionReason
{
    /// <summary>The submission itself is wrong; <see cref="ProofRejected.Errors"/> names each field.</summary>
    Invalid,

    /// <summary>The proof id is taken by a submission with different content.</summary>
    Conflict,

    /// <summary>Another proof of the circuit has the nullifier, or has spent it; <see cref="ProofRejected.Errors"/> names it.</summary>
    NullifierReserved,
}
