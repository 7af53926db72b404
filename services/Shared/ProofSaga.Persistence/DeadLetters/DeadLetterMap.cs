using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.DeadLetters;

sealed class DeadLetterMap : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters");
        builder.HasKey(letter => letter.Id);
        builder.Property(letter => letter.Id).ValueGeneratedNever();
        // The same failure of a proof told twice is one dead letter; a failure after a replay is another. Refusals and
        // messages are told apart by their letters' ids: those that name no proof may well come at the same moment.
        builder
            .HasIndex(letter => new { letter.ProofId, letter.FailedAt })
            .IsUnique()
            .HasFilter("queue IS NULL AND stage <> 'intake'");
        builder.HasIndex(letter => letter.ProofId);
        // the list that operators page through: the open ones, newest first
        builder.HasIndex(letter => new
        {
            letter.Resolution,
            letter.FailedAt,
            letter.Id,
        });
    }
}
