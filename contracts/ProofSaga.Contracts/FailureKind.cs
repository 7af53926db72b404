namespace ProofSaga.Contracts;

/// <summary>Could the same work succeed if it were tried again?</summary>
public enum FailureKind
{
    /// <summary>A time-out, a crash, an RPC error: tried again on the stage's schedule.</summary>
    Transient,

    /// <summary>An unsatisfied constraint, a bad input, a revert with a reason: never tried again.</summary>
    Permanent,
}
