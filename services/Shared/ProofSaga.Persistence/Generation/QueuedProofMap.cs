using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Generation;

sealed class QueuedProofMap : IEntityTypeConfiguration<QueuedProof>
{
    public void Configure(EntityTypeBuilder<QueuedProof> builder)
    {
        builder.ToTable("generation_queue");
        builder.HasKey(row => row.ProofId);
        builder.Property(row => row.ProofId).ValueGeneratedNever();
        // who waits, and each client's first, are found without a walk through all that waits
        builder
            .HasIndex(row => new
            {
                row.Pool,
                row.Priority,
                row.Client,
                row.EnqueuedAt,
                row.ProofId,
            })
            .HasFilter("admitted_at IS NULL");
        builder.HasIndex(row => new { row.Pool, row.Client }).HasFilter("admitted_at IS NOT NULL");
    }
}
