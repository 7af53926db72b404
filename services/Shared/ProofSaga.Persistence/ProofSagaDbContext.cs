using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence.Conventions;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Jobs;
using ProofSaga.Persistence.Nullifiers;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;
using ProofSaga.Persistence.Workers;

namespace ProofSaga.Persistence;

/// <summary>
/// The one unit of work of every service: proofs, their jobs, ledger, dead letters, inbox and outbox, and the sagas that the
/// hosting process registered. A process without the orchestrator has no saga in its model and so can't read one.
/// </summary>
public class ProofSagaDbContext(DbContextOptions<ProofSagaDbContext> options) : DbContext(options)
{
    public DbSet<Proof> Proofs => Set<Proof>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<PublicationTransaction> PublicationTransactions => Set<PublicationTransaction>();
    public DbSet<PublicationItem> PublicationItems => Set<PublicationItem>();
    public DbSet<SignerNonce> SignerNonces => Set<SignerNonce>();
    public DbSet<NullifierReservation> NullifierReservations => Set<NullifierReservation>();
    public DbSet<QueuedProof> GenerationQueue => Set<QueuedProof>();
    public DbSet<Worker> Workers => Set<Worker>();
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();
    public DbSet<DeadLetterDecision> DeadLetterDecisions => Set<DeadLetterDecision>();
    public DbSet<SetAsideMessage> SetAsideMessages => Set<SetAsideMessage>();

    internal SagaMaps? Sagas { get; } = options.FindExtension<SagaMaps>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
        configurationBuilder.Conventions.Add(_ => new SnakeCaseNames());
        StoreByName<ProofPriority>(configurationBuilder);
        StoreByName<ProofStatus>(configurationBuilder);
        StoreByName<GenerationPool>(configurationBuilder);
        StoreByName<ProofStage>(configurationBuilder);
        StoreByName<FailureKind>(configurationBuilder);
        StoreByName<PublicationStatus>(configurationBuilder);
        StoreByName<PublicationTransactionState>(configurationBuilder);
        StoreByName<JobStatus>(configurationBuilder);
        StoreByName<DeadLetterResolution>(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ProofSagaDbContext).Assembly);
        foreach (var map in Sagas?.Maps ?? [])
            map.Configure(modelBuilder);

        modelBuilder.AddTransactionalOutboxEntities();
    }

    /// <summary>Enumerations are stored by their snake_case names, so that the tables read well in psql.</summary>
    static void StoreByName<TEnum>(ModelConfigurationBuilder configurationBuilder)
        where TEnum : struct, Enum =>
        configurationBuilder.Properties<TEnum>().HaveConversion<SnakeCaseEnumConverter<TEnum>>().HaveMaxLength(32);
}
