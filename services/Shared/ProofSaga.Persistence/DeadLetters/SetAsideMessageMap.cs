using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.DeadLetters;

sealed class SetAsideMessageMap : IEntityTypeConfiguration<SetAsideMessage>
{
    public void Configure(EntityTypeBuilder<SetAsideMessage> builder)
    {
        builder.ToTable("set_aside_messages");
        builder.HasKey(message => message.DeadLetterId);
        builder.Property(message => message.DeadLetterId).ValueGeneratedNever();
    }
}
