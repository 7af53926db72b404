using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Secrets;

public sealed class StoredFingerprintMap : IEntityTypeConfiguration<StoredFingerprint>
{
    public void Configure(EntityTypeBuilder<StoredFingerprint> builder)
    {
        builder.ToTable("secret_key_fingerprint");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
