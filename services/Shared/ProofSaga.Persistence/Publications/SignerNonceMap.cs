using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Publications;

sealed class SignerNonceMap : IEntityTypeConfiguration<SignerNonce>
{
    public void Configure(EntityTypeBuilder<SignerNonce> builder)
    {
        builder.ToTable("signer_nonces");
        builder.HasKey(nonce => new { nonce.ChainId, nonce.Signer });
    }
}
