using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Publications;

sealed class PublicationItemMap : IEntityTypeConfiguration<PublicationItem>
{
    public void Configure(EntityTypeBuilder<PublicationItem> builder)
    {
        builder.ToTable("publication_items");
        builder.HasKey(item => new { item.BatchId, item.ProofId });
        builder.HasIndex(item => item.ProofId);
    }
}
