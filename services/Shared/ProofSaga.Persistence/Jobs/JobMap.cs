using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Jobs;

sealed class JobMap : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs");
        builder.HasKey(job => job.Id);
        builder.Property(job => job.Id).ValueGeneratedNever();
        builder.HasIndex(job => job.ProofId);
        // the lists that operators page through, newest first: all, of a worker, of a circuit
        builder.HasIndex(job => new { job.StartedAt, job.Id });
        builder.HasIndex(job => new
        {
            job.Worker,
            job.StartedAt,
            job.Id,
        });
        builder.HasIndex(job => new
        {
            job.Circuit,
            job.StartedAt,
            job.Id,
        });
        // what runs, failed or got lost is little among all that succeeded
        builder
            .HasIndex(job => new
            {
                job.Status,
                job.StartedAt,
                job.Id,
            })
            .HasFilter("status <> 'succeeded'");
    }
}
