using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Orchestrator;

public class ProofJobStateMap : SagaClassMap<ProofJobState>
{
    protected override void Configure(EntityTypeBuilder<ProofJobState> entity, ModelBuilder model)
    {
        entity.ToTable("proof_jobs");
        entity.Property(job => job.CurrentState).HasMaxLength(64);
        entity.Property(job => job.ArtifactSha256).HasMaxLength(64);
        entity.Property(job => job.Version).IsConcurrencyToken();
        // for the rows from before the column; the value is always given
        entity.Property(job => job.AttemptsBeforeReplay).HasDefaultValue(0).ValueGeneratedNever();
    }
}
