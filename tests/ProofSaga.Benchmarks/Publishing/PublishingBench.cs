using System.Diagnostics;
using ProofSaga.Benchmarks.Measuring;
using ProofSaga.Ethereum;
using ProofSaga.LocalServers.Postgres;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.Publishing;
using ProofSaga.Testing.RabbitMq;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary>
/// Runs publishers as processes on a RabbitMQ, a Postgres (with fsync) and a chain of their own, orders publications as the
/// orchestrator does, and measures how fast they are answered. A plain loop on the same chain is what that is compared with.
/// </summary>
public sealed class PublishingBench
{
    /// <summary>How long one proof may take, in blocks, before a round is given up.</summary>
    const int BlocksPerProof = 10;

    static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(2);

    readonly PublishingSize size;
    readonly Action<string> say;
    readonly PostgresServer databases;
    readonly RabbitMqServer brokers;
    readonly LocalChainFixture chain;
    readonly Address registry;

    PublishingBench(
        PublishingSize size,
        Action<string> say,
        PostgresServer databases,
        RabbitMqServer brokers,
        LocalChainFixture chain,
        Address registry
    )
    {
        this.size = size;
        this.say = say;
        this.databases = databases;
        this.brokers = brokers;
        this.chain = chain;
        this.registry = registry;
    }

    /// <param name="say">Takes a line for each step.</param>
    public static async Task<PublishingReport> RunAsync(
        PublishingSize size,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        say("Gas of batches");
        var (groth16, attestation) = await GasMeter.MeasureAsync(cancellationToken);

        say("Starting Postgres, RabbitMQ and a chain");
        await using var postgres = await PrivatePostgres.StartAsync(
            new LocalPostgresOptions { Settings = DatabaseMeter.ServerSettings }
        );
        await using var rabbitMq = await PrivateRabbitMq.StartAsync();
        await using var ownChain = await LocalChainFixture.StartAsync(size.BlockTime);
        var contract = await ownChain.DeployRegistryAsync(VerifiedProofs.Circuit);
        say($"Plain loop: {size.LoopProofs} proofs");
        var loop = await PlainLoop.MeasureAsync(ownChain, contract, size.LoopProofs, cancellationToken);

        var bench = new PublishingBench(size, say, postgres.Server, rabbitMq.Server, ownChain, contract.Address);
        PublishingRound[] rounds =
        [
            await bench.RoundAsync(publishers: 1, cancellationToken),
            await bench.RoundAsync(publishers: 2, cancellationToken),
        ];
        return new PublishingReport(size, groth16, attestation, loop, rounds);
    }

    TimeSpan Patience
    {
        get
        {
            var needed = size.Proofs * BlocksPerProof * size.BlockTime;
            return needed > ShortestPatience ? needed : ShortestPatience;
        }
    }

    /// <summary>With a database and a virtual host of its own, so that a round pays for no other.</summary>
    async Task<PublishingRound> RoundAsync(int publishers, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDatabaseAsync(cancellationToken);
        await using var broker = await brokers.CreateVirtualHostAsync(cancellationToken);
        await using var running = await RunningPublishers.StartAsync(
            publishers,
            database,
            broker,
            chain.Chain.RpcUrl,
            settings: [],
            cancellationToken
        );
        await using var orders = await PublicationOrders.StartAsync(database, broker.Uri, cancellationToken);
        say($"{publishers} running; warming up: {size.WarmUp} proofs");
        var warmUp = VerifiedProofs.Mixed(size.WarmUp);
        await orders.OrderAsync(warmUp, cancellationToken);
        await orders.PublishedAsync(warmUp, Patience);

        var proofs = VerifiedProofs.Mixed(size.Proofs);
        await orders.StoreAsync(proofs, cancellationToken);
        var watch = Stopwatch.StartNew();
        await orders.SendAsync(proofs, cancellationToken);
        await orders.PublishedAsync(proofs, Patience);
        var proofsPerSecond = size.Proofs / watch.Elapsed.TotalSeconds;
        say($"{size.Proofs} proofs: {proofsPerSecond:0.0} per second");

        var events = await RegistryEvents.ReadAsync(chain.Client, registry, proofs, cancellationToken);
        var processIds = await Task.WhenAll(running.Processes.Select(process => process.Id));
        return new PublishingRound(
            size.Proofs,
            proofsPerSecond,
            events.Count,
            events.DistinctBy(log => log.TransactionHash).Count(),
            [.. processIds.Select(PeakMemory.ReadMib)]
        );
    }
}
