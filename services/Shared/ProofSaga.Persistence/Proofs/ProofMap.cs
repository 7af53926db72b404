using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Proofs;

sealed class ProofMap : IEntityTypeConfiguration<Proof>
{
    public void Configure(EntityTypeBuilder<Proof> builder)
    {
        builder.ToTable("proofs");
        builder.HasKey(proof => proof.Id);
        builder.Property(proof => proof.Id).ValueGeneratedNever();
        builder.Property(proof => proof.ArtifactSha256).HasMaxLength(64);
        // for the rows from before the column; the value is always given
        builder.Property(proof => proof.RetryCount).HasDefaultValue(0).ValueGeneratedNever();
        // The operator's question "what is not finished?" must not cost a walk through all that is.
        builder.HasIndex(proof => proof.Status).HasFilter("status NOT IN ('completed', 'failed', 'cancelled')");
    }
}
