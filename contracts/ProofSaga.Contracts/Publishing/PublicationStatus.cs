namespace ProofSaga.Contracts.Publishing;

public enum PublicationStatus
{
    Published,

    /// <summary>Nothing was sent: publication was not asked for, or no signing key is configured.</summary>
    Skipped,
}
