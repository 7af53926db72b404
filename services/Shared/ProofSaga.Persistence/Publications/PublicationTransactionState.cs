namespace ProofSaga.Persistence.Publications;

public enum PublicationTransactionState
{
    /// <summary>Signed and stored, perhaps sent: a crash may have come between. Reconcile, never guess.</summary>
    Prepared,

    /// <summary>A node took it.</summary>
    Broadcast,

    /// <summary>In a block that has too few confirmations yet: a reorganisation takes it back to <see cref="Prepared"/>.</summary>
    Mined,

    /// <summary>In a block with its confirmations, and it did what it was sent for.</summary>
    Confirmed,

    /// <summary>In a block with its confirmations, but reverted, or without effect.</summary>
    Reverted,

    /// <summary>Another transaction of this ledger was mined with its nonce: the one it replaced, or one that replaced it.</summary>
    Replaced,

    /// <summary>Will never be mined: its nonce was used by a transaction that is not in this ledger.</summary>
    Abandoned,
}
