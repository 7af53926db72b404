using Npgsql;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Postgres;
using ProofSaga.Testing.Publishing;
using ProofSaga.Testing.RabbitMq;
using ProofSaga.Testing.Services;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>
/// Publisher processes on a broker, a database and a chain of this test's own; they reach the chain by a proxy. The test
/// orders what they publish, and one account signs it.
/// </summary>
sealed class PublishingInstallation : IAsyncDisposable
{
    readonly TestDatabase database;
    readonly TestVirtualHost broker;
    readonly LocalChainFixture chain;
    readonly Address registry;
    readonly NpgsqlDataSource ledger;
    RunningPublishers? publishers;

    PublishingInstallation(
        TestDatabase database,
        TestVirtualHost broker,
        LocalChainFixture chain,
        Address registry,
        ChainProxy proxy
    )
    {
        this.database = database;
        this.broker = broker;
        this.chain = chain;
        this.registry = registry;
        ledger = NpgsqlDataSource.Create(database.ConnectionString);
        Proxy = proxy;
    }

    public ChainProxy Proxy { get; }

    /// <summary>The test's hands and ears on the broker, once a publisher runs.</summary>
    public PublicationOrders Orders { get; private set; } = null!;

    public IReadOnlyList<ServiceProcess> Publishers => publishers!.Processes;

    /// <param name="blockTime">Time between the chain's blocks.</param>
    /// <param name="processes">Publishers, all with the same signer.</param>
    /// <param name="settings">Of every publisher: <c>Section__Key</c>.</param>
    public static async Task<PublishingInstallation> StartAsync(
        TimeSpan blockTime,
        int processes = 1,
        params (string Name, string Value)[] settings
    )
    {
        var startingBroker = (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        var startingDatabase = (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var startedChain = await LocalChainFixture.StartAsync(blockTime);
        var installation = new PublishingInstallation(
            await startingDatabase,
            await startingBroker,
            startedChain,
            (await startedChain.DeployRegistryAsync(VerifiedProofs.Circuit)).Address,
            await ChainProxy.StartAsync(startedChain.Chain.RpcUrl)
        );
        try
        {
            await installation.StartPublishersAsync(processes, settings);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Each of the proofs is once on chain and answered so, and no nonce is open, missing or waiting.</summary>
    public async Task AssertPublishedOnceAsync(IReadOnlyCollection<VerifiedProof> proofs)
    {
        var events = await RegistryEvents.ReadAsync(chain.Client, registry, proofs);
        var nonce = await NonceAsync(BlockParameter.Latest);
        var pending = await NonceAsync(BlockParameter.Pending);
        var read = await LedgerReading.ReadAsync(ledger);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                events.Select(log => (Event: KindOf(log), Proof: log.Topics[1])),
                Is.EquivalentTo(proofs.Select(proof => (Event: EventOf(proof), Proof: RegistryIds.Proof(proof.Id)))),
                "one event of each proof"
            );
            Assert.That(
                Orders.CountPublished(proofs),
                Is.EqualTo(proofs.Count),
                "every proof is answered as published"
            );
            Assert.That(
                Failures(proofs).Where(failure => failure.Kind == FailureKind.Permanent),
                Is.Empty,
                "nothing is answered as failed for good"
            );
            Assert.That(pending, Is.EqualTo(nonce), "no transaction waits in the pool");
            Assert.That(read.Unfinished, Is.Zero, "every transaction of the ledger has its end");
            Assert.That(read.NextNonce, Is.EqualTo((long)nonce), "every nonce that was given away is used");
            Assert.That(
                read.Nonces,
                Is.EqualTo(Enumerable.Range(0, read.Nonces.Count).Select(at => read.Nonces[0] + at)),
                "nonces have no gap"
            );
        }
    }

    public IEnumerable<ProofPublishingFailed> Failures(IEnumerable<VerifiedProof> proofs)
    {
        var ids = proofs.Select(proof => proof.Id).ToHashSet();
        return Orders.Answers.All.OfType<ProofPublishingFailed>().Where(failure => ids.Contains(failure.ProofId));
    }

    public async ValueTask DisposeAsync()
    {
        if (publishers is not null)
        {
            if (TestContext.CurrentContext.Result.FailCount > 0)
                await WriteLogsAsync();
            await publishers.DisposeAsync();
        }

        if (Orders is not null)
            await Orders.DisposeAsync();
        await ledger.DisposeAsync();
        await Proxy.DisposeAsync();
        await chain.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
    }

    async Task StartPublishersAsync(int processes, (string Name, string Value)[] settings)
    {
        publishers = await RunningPublishers.StartAsync(
            processes,
            database,
            broker,
            Proxy.Url,
            [("Chain__ReceiptPollInterval", "00:00:00.050"), .. settings]
        );
        Orders = await PublicationOrders.StartAsync(database, broker.Uri);
    }

    /// <summary>Why a test may have failed: what each publisher said last.</summary>
    async Task WriteLogsAsync()
    {
        foreach (var publisher in Publishers)
            await TestContext.Out.WriteLineAsync($"--- publisher\n{publisher.ReadLog()}");
    }

    Task<ulong> NonceAsync(BlockParameter block) => chain.Client.GetTransactionCountAsync(chain.Owner.Address, block);

    static Bytes32 EventOf(VerifiedProof proof) =>
        proof.ProofSystem == "groth16" ? ProofPublishedEvent.Topic : ProofAttestedEvent.Topic;

    static Bytes32 KindOf(FilterLog log) => log.Topics[0];
}
