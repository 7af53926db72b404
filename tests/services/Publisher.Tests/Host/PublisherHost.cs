using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum.Local;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Host;

/// <summary>A publisher with its production registrations, an in-memory bus and a database of the test's choice.</summary>
sealed class PublisherHost : IAsyncDisposable
{
    readonly WebApplication app;

    PublisherHost(WebApplication app) => this.app = app;

    public IServiceProvider Services => app.Services;

    public Answers Answers => Services.GetRequiredService<Answers>();

    public CapturedLog Log { get; } = new();

    /// <summary>Settings for a chain on which the first development account publishes and deploys.</summary>
    public static Dictionary<string, string> On(Uri rpcUrl) =>
        new(StringComparer.Ordinal)
        {
            ["Chain:RpcUrl"] = rpcUrl.ToString(),
            ["Chain:PrivateKey"] = DevelopmentAccounts.PrivateKeys[0],
            ["Chain:PrivateKeyFile"] = "",
            ["Chain:DeployRegistry"] = "true",
            ["Chain:BatchWindow"] = "00:00:00.050",
            ["Chain:ReceiptPollInterval"] = "00:00:00.020",
            ["Chain:ReceiptTimeout"] = "00:00:30",
        };

    public static async Task<PublisherHost> StartAsync(TestStore store, Dictionary<string, string> settings)
    {
        var builder = ProofSagaHost.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:Level=Warning",
            "--Logging:LogLevel:Default=Trace",
            "--RabbitMq:Url=",
            $"--InfraDirectory={RepositoryRoot.Infra}",
            $"--DataDirectory={store.Folder}",
            $"--Database:Url={store.DatabaseUrl}",
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ]);
        builder.AddPublisher();
        builder.Services.AddSingleton(store.Answers);
        builder.ConfigureBus(bus => bus.AddConsumer<AnswerConsumer>());
        var host = new PublisherHost(builder.Build());
        try
        {
            host.Services.GetRequiredService<ILoggerFactory>().AddProvider(host.Log);
            await host.app.MigrateDatabaseAsync();
            await host.app.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The chain as this host publishes on it.</summary>
    public Task<PublishingChain> ChainAsync() =>
        Services.GetRequiredService<ChainConnection>().GetAsync(CancellationToken.None);

    /// <summary>Stores a verified proof that waits to be published.</summary>
    public async Task<Guid> AddProofAsync(ProofDocument document, int attempt = 1)
    {
        var proof = new Proof
        {
            Id = Guid.CreateVersion7(),
            Circuit = document.Circuit,
            CircuitVersion = document.CircuitVersion,
            ProofSystem = document.ProofSystem,
            Client = "test",
            Status = ProofStatus.Publishing,
            Attempt = attempt,
            CreatedAt = DateTime.UnixEpoch,
            Document = document.ToUtf8Json(),
        };
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        db.Add(proof);
        await db.SaveChangesAsync();
        return proof.Id;
    }

    /// <summary>What the saga does to the proof's row when it is cancelled.</summary>
    public async Task CancelAsync(Guid proofId)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<ProofSagaDbContext>()
            .Proofs.Where(proof => proof.Id == proofId)
            .ExecuteUpdateAsync(set => set.SetProperty(proof => proof.Status, ProofStatus.Cancelled));
    }

    public async Task<Guid> OrderAsync(ProofDocument document)
    {
        var proofId = await AddProofAsync(document);
        await OrderAsync(proofId);
        return proofId;
    }

    public async Task OrderAsync(Guid proofId, int attempt = 1)
    {
        var endpoint = await Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("queue:publish-proof"));
        await endpoint.Send(new PublishProof(proofId, attempt, "preimage", "groth16"));
    }

    /// <summary>Orders the publication and waits until it is told of.</summary>
    public async Task<ProofPublished> PublishAsync(Guid proofId, int attempt = 1)
    {
        await OrderAsync(proofId, attempt);
        return await Answers.NextAsync<ProofPublished>(proofId);
    }

    /// <summary>Orders the publication and waits until its failure is told of.</summary>
    public async Task<ProofPublishingFailed> FailAsync(Guid proofId, int attempt = 1)
    {
        await OrderAsync(proofId, attempt);
        return await Answers.NextAsync<ProofPublishingFailed>(proofId);
    }

    /// <summary>The ledger's rows of a proof, by nonce.</summary>
    public async Task<List<PublicationTransaction>> LedgerAsync(Guid proofId)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return await db.OfProofs([proofId], db.PublicationTransactions)
            .Select(found => found.Transaction)
            .OrderBy(transaction => transaction.Nonce)
            .AsNoTracking()
            .ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Log.Dispose();
    }
}
