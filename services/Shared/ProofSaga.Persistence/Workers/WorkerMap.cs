using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Workers;

sealed class WorkerMap : IEntityTypeConfiguration<Worker>
{
    public void Configure(EntityTypeBuilder<Worker> builder)
    {
        builder.ToTable("workers");
        builder.HasKey(worker => worker.Name);
        builder.Property(worker => worker.Name).HasMaxLength(Worker.LongestName);
    }
}
