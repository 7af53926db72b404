using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Publications;

sealed class PublicationTransactionMap : IEntityTypeConfiguration<PublicationTransaction>
{
    public void Configure(EntityTypeBuilder<PublicationTransaction> builder)
    {
        builder.ToTable("publication_transactions");
        builder.HasKey(transaction => transaction.Hash);
        builder.HasIndex(transaction => transaction.BatchId);
        // Not unique: a replacement shares its nonce with what it replaces.
        builder.HasIndex(transaction => new
        {
            transaction.ChainId,
            transaction.Signer,
            transaction.Nonce,
        });
        // What has not ended, and what vanished, are few among all that was ever published.
        builder.HasIndex(transaction => new
        {
            transaction.ChainId,
            transaction.Signer,
            transaction.State,
        });
        builder.HasIndex(transaction => transaction.VanishedAt).HasFilter("vanished_at IS NOT NULL");
        // The newest blocks are looked back over again and again.
        builder.HasIndex(transaction => new { transaction.ChainId, transaction.BlockNumber });
    }
}
