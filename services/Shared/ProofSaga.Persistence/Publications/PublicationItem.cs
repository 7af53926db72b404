namespace ProofSaga.Persistence.Publications;

/// <summary>A row of the publication ledger: this proof is in that batch.</summary>
public class PublicationItem
{
    /// <summary>Of the <see cref="PublicationTransaction"/>s that publish it.</summary>
    public Guid BatchId { get; set; }

    public Guid ProofId { get; set; }
}
