using MassTransit;
using MassTransit.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Submission;
using ProofSaga.Contracts.Verification;
using ProofSaga.Orchestrator.Admission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Jobs;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>
/// The state machine on a real SQLite database, saga and <c>proofs</c> row in one context. Workers are played by the test,
/// and the dispatcher takes a turn after each event.
/// </summary>
sealed class SagaFixture : IAsyncDisposable
{
    // an in-memory database lives as long as one connection to it
    readonly SqliteConnection connection = new($"Data Source={Guid.NewGuid()};Mode=Memory;Cache=Shared");
    readonly ServiceProvider services;
    readonly Consumptions consumptions = new();

    SagaFixture(RetrySchedules retries)
    {
        connection.Open();
        services = new ServiceCollection()
            .AddDbContextPool<ProofSagaDbContext>(options =>
                options.UseDatabase(
                    new DatabaseAddress(DatabaseKind.Sqlite, connection.ConnectionString),
                    new ProofJobStateMap()
                )
            )
            .AddSingleton(Options.Create(retries))
            .AddSingleton(Options.Create(new AdmissionOptions()))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<FairOrders>()
            .AddSingleton<Vacancies>()
            .AddScoped<AdmissionTurn>()
            .AddMassTransitTestHarness(
                TextWriter.Null,
                bus =>
                {
                    bus.AddSagaStateMachine<ProofJobStateMachine, ProofJobState>()
                        .EntityFrameworkRepository(repository =>
                        {
                            repository.ExistingDbContext<ProofSagaDbContext>();
                            repository.UseSqlite();
                        })
                        .Endpoint(endpoint => endpoint.Name = "proof-job");
                }
            )
            .BuildServiceProvider(validateScopes: true);
        Harness = services.GetRequiredService<ITestHarness>();
    }

    static RetrySchedules AtOnce { get; } =
        new()
        {
            Generate = new TimeSpan[3],
            Verify = new TimeSpan[3],
            Publish = new TimeSpan[3],
        };

    /// <summary>The proof that every message is about.</summary>
    public Guid ProofId { get; private set; }

    public ITestHarness Harness { get; }

    public ProofJobState? Saga
    {
        get
        {
            using var scope = services.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
            return db.Set<ProofJobState>().AsNoTracking().SingleOrDefault(job => job.CorrelationId == ProofId);
        }
    }

    public static async Task<SagaFixture> StartAsync(RetrySchedules? retries = null)
    {
        var fixture = new SagaFixture(retries ?? AtOnce);
        await using (var scope = fixture.services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
            await db.Database.EnsureCreatedAsync();
        }

        await fixture.NextProofAsync();
        await fixture.Harness.Start();
        fixture.Harness.Bus.ConnectConsumeObserver(fixture.consumptions);
        return fixture;
    }

    /// <summary>From now on everything is about another proof, which intake has stored.</summary>
    public async Task NextProofAsync()
    {
        ProofId = Guid.CreateVersion7();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        db.Proofs.Add(
            new Proof
            {
                Id = ProofId,
                Circuit = "preimage",
                ProofSystem = "groth16",
                Client = "test",
                Status = ProofStatus.Queued,
                Attempt = 1,
                ProtectedInputs = [1, 2, 3],
                Document = [4, 5, 6],
            }
        );
        await db.SaveChangesAsync();
    }

    public async Task<Proof> ProofRowAsync()
    {
        await using var scope = services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ProofSagaDbContext>()
            .Proofs.AsNoTracking()
            .SingleAsync(proof => proof.Id == ProofId);
    }

    /// <summary>The runs on record, in the order in which they began.</summary>
    public async Task<IReadOnlyList<Job>> JobsAsync()
    {
        await using var scope = services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ProofSagaDbContext>()
            .Jobs.AsNoTracking()
            .OrderBy(job => job.StartedAt)
            .ThenBy(job => job.Id)
            .ToListAsync();
    }

    /// <summary>Null when the proof is not in the stage of generation.</summary>
    public QueuedProof? QueueRow
    {
        get
        {
            using var scope = services.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
            return db.GenerationQueue.AsNoTracking().SingleOrDefault(row => row.ProofId == ProofId);
        }
    }

    /// <summary>The publisher has stored a transaction for the proof.</summary>
    public async Task PrepareTransactionAsync(
        PublicationTransactionState state = PublicationTransactionState.Prepared,
        string? hash = null
    )
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        db.Add(
            new PublicationTransaction
            {
                Hash = hash ?? TransactionHash,
                BatchId = ProofId,
                State = state,
            }
        );
        db.Add(new PublicationItem { BatchId = ProofId, ProofId = ProofId });
        await db.SaveChangesAsync();
    }

    /// <summary>Publishes an event and waits until the saga has dealt with this very one, without an error.</summary>
    public async Task TellAsync(object message)
    {
        var messageId = NewId.NextGuid();
        var consumed = consumptions.Expect(messageId);
        await Harness.Bus.Publish(message, context => context.MessageId = messageId);
        await consumed;
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdmissionTurn>().RunAsync(CancellationToken.None);
    }

    /// <summary>Asks, and waits until the saga has dealt with it too: it answers before it has committed.</summary>
    public async Task<T> AskAsync<T>(CancelProof message)
        where T : class
    {
        var messageId = NewId.NextGuid();
        var consumed = consumptions.Expect(messageId);
        var response = await Harness
            .GetRequestClient<CancelProof>()
            .GetResponse<T>(message, request => request.UseExecute(context => context.MessageId = messageId));
        await consumed;
        return response.Message;
    }

    public Task AcceptAsync(bool publish = true) => TellAsync(Accepted(publish));

    public ProofAccepted Accepted(bool publish = true) =>
        new(ProofId, "preimage", "groth16", "test", ProofPriority.Normal, publish, DateTimeOffset.UnixEpoch);

    public ProofProgressed Progressed(ProofStage stage, int attempt = 1) =>
        new(ProofId, stage, attempt, "started", DateTimeOffset.UnixEpoch);

    public ProofGenerated Generated(int attempt = 1) => new(ProofId, attempt, Artifact, TimeSpan.FromSeconds(1));

    public ProofVerified Verified(int attempt = 1) => new(ProofId, attempt);

    public ProofPublished Published(int attempt = 1) =>
        new(
            ProofId,
            attempt,
            new Publication(
                PublicationStatus.Published,
                null,
                "local",
                "0xregistry",
                "0xhash",
                BlockNumber: 7,
                GasUsed: 9
            )
        );

    public ProofGenerationFailed GenerationFailed(FailureKind kind, int attempt = 1) =>
        new(ProofId, attempt, kind, "prover_crashed", "the prover crashed");

    public ProofVerificationFailed VerificationFailed(FailureKind kind, int attempt = 1) =>
        new(ProofId, attempt, kind, "proof_invalid", "the proof is invalid");

    public ProofPublishingFailed PublishingFailed(FailureKind kind, int attempt = 1) =>
        new(ProofId, attempt, kind, "rpc_error", "the node did not answer");

    /// <summary>The order that was sent is lost.</summary>
    public ResumeProof Resume() => new(ProofId, "preimage", "groth16", "test", Publish: true, QueueRow?.AdmittedAt);

    public CancelProof Cancel() => new(ProofId, "not needed any more");

    /// <summary>Of the failure that the saga is in, or of none.</summary>
    public ReplayProof Replay(ProofStage stage) =>
        new(ProofId, stage, new DateTimeOffset(Saga!.FinishedAt ?? DateTime.UnixEpoch, TimeSpan.Zero));

    public IReadOnlyList<T> Sent<T>()
        where T : class => [.. Harness.Sent.Select<T>().Select(sent => sent.Context.Message)];

    /// <summary>Where the only such order was sent.</summary>
    public string Destination<T>()
        where T : class => Harness.Sent.Select<T>().Single().Context.DestinationAddress!.AbsolutePath;

    public IReadOnlyList<TimeSpan?> Delays<T>()
        where T : class => [.. Harness.Sent.Select<T>().Select(sent => sent.Context.Delay)];

    public IReadOnlyList<T> Announced<T>()
        where T : class => [.. Harness.Published.Select<T>().Select(published => published.Context.Message)];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await connection.DisposeAsync();
    }

    public const string TransactionHash = "0x6f6e65207472616e73616374696f6e";

    public const string Artifact = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
}
