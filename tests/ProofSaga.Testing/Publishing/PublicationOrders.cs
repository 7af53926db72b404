using MassTransit;
using Npgsql;
using NpgsqlTypes;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Testing.Publishing;

/// <summary>Orders publications in the orchestrator's place, and hears what comes of them.</summary>
public sealed class PublicationOrders : IAsyncDisposable
{
    static readonly Uri Queue = new("exchange:publish-proof");

    readonly NpgsqlDataSource database;
    readonly IBusControl bus;

    PublicationOrders(TestDatabase database, Uri broker)
    {
        this.database = NpgsqlDataSource.Create(database.ConnectionString);
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(broker);
            rabbit.ReceiveEndpoint(
                new TemporaryEndpointDefinition(),
                endpoint => endpoint.Consumer(() => new AnswerConsumer(Answers))
            );
        });
    }

    public Answers Answers { get; } = new();

    /// <summary>The database's schema and the queue are the publisher's to make: one must have been ready there before.</summary>
    public static async Task<PublicationOrders> StartAsync(
        TestDatabase database,
        Uri broker,
        CancellationToken cancellationToken = default
    )
    {
        var orders = new PublicationOrders(database, broker);
        await orders.bus.StartAsync(cancellationToken);
        return orders;
    }

    /// <summary>Stores the proofs as verified ones, and orders their publication.</summary>
    public async Task OrderAsync(
        IReadOnlyCollection<VerifiedProof> proofs,
        CancellationToken cancellationToken = default
    )
    {
        await StoreAsync(proofs, cancellationToken);
        await SendAsync(proofs, cancellationToken);
    }

    /// <summary>Stores the proofs as verified ones, in one transaction.</summary>
    public async Task StoreAsync(
        IReadOnlyCollection<VerifiedProof> proofs,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var writer = await connection.BeginBinaryImportAsync(
            """
            COPY proofs (id, circuit, circuit_version, proof_system, document, client, priority, publish, metadata,
                submission_fingerprint, status, attempt, created_at) FROM STDIN (FORMAT BINARY)
            """,
            cancellationToken
        );
        foreach (var proof in proofs)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(proof.Id, cancellationToken);
            await writer.WriteAsync(VerifiedProofs.CircuitName, cancellationToken);
            await writer.WriteAsync(VerifiedProofs.CircuitVersion, cancellationToken);
            await writer.WriteAsync(proof.ProofSystem, cancellationToken);
            await writer.WriteAsync(proof.Document, cancellationToken);
            await writer.WriteAsync("test", cancellationToken);
            await writer.WriteAsync("normal", cancellationToken);
            await writer.WriteAsync(value: true, cancellationToken);
            await writer.WriteAsync("{}", cancellationToken);
            await writer.WriteAsync(Array.Empty<byte>(), cancellationToken);
            await writer.WriteAsync("publishing", cancellationToken);
            await writer.WriteAsync(1, cancellationToken);
            await writer.WriteAsync(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>Orders the publication of stored proofs. Returns once the broker has every order.</summary>
    public async Task SendAsync(
        IReadOnlyCollection<VerifiedProof> proofs,
        CancellationToken cancellationToken = default
    )
    {
        var endpoint = await bus.GetSendEndpoint(Queue);
        await Task.WhenAll(
            proofs.Select(proof =>
                endpoint.Send(
                    new PublishProof(proof.Id, Attempt: 1, VerifiedProofs.CircuitName, proof.ProofSystem),
                    cancellationToken
                )
            )
        );
    }

    /// <summary>How many of the proofs are answered as published.</summary>
    public int CountPublished(IEnumerable<VerifiedProof> proofs)
    {
        var published = Answers.All.OfType<ProofPublished>().Select(answer => answer.ProofId).ToHashSet();
        return proofs.Count(proof => published.Contains(proof.Id));
    }

    /// <summary>Waits until every one of the proofs is answered as published.</summary>
    /// <exception cref="TimeoutException">They were not in time; names how many were.</exception>
    public Task PublishedAsync(IReadOnlyCollection<VerifiedProof> proofs, TimeSpan? patience = null) =>
        Eventually.GetAsync(
            () => Task.FromResult(CountPublished(proofs)),
            published => published == proofs.Count,
            $"{proofs.Count} proofs are published",
            patience
        );

    public async ValueTask DisposeAsync()
    {
        await bus.StopAsync();
        await database.DisposeAsync();
    }
}
