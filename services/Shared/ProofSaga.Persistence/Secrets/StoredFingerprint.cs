namespace ProofSaga.Persistence.Secrets;

/// <summary>Which secret key the database was set up with: one row, never changed.</summary>
public sealed class StoredFingerprint
{
    public const int OnlyId = 1;

    /// <value>Always <see cref="OnlyId"/>.</value>
    public int Id { get; set; } = OnlyId;

    /// <value>32 bytes derived from the key; they do not give it away.</value>
    public byte[] Fingerprint { get; set; } = [];

    public DateTime StoredAt { get; set; }
}
