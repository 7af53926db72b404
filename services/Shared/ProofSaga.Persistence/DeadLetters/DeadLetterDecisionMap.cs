using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.DeadLetters;

sealed class DeadLetterDecisionMap : IEntityTypeConfiguration<DeadLetterDecision>
{
    public void Configure(EntityTypeBuilder<DeadLetterDecision> builder)
    {
        builder.ToTable("dead_letter_decisions");
        builder.HasKey(decision => decision.Id);
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.HasIndex(decision => decision.DeadLetterId);
    }
}
