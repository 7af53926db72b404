namespace ProofSaga.Persistence.Publications;

public enum PublicationTransactionState
{
    /// <summary>Signed and stored, perhaps sent: a crash may have come between. Reconcile, never guess.</summary>
    Prepared,

    /// <summary>A node took it.</summary>
    Broadcast,

    /// <summary>In a block, and it did what it was sent for.</summary>
    Mined,

    /// <summary>In a block, but reverted.</summary>
    Reverted,

    /// <summary>Will never be mined: its nonce was used by another transaction.</summary>
    Abandoned,
}
