using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing;

namespace ProofSaga.Intake.Tests.Support;

/// <summary>The production registrations on Kestrel, a SQLite file and the in-memory bus, with a listener beside them.</summary>
sealed class IntakeHost : IAsyncDisposable
{
    readonly WebApplication app;
    readonly string folder;

    IntakeHost(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public PublishedAnswers Answers => app.Services.GetRequiredService<PublishedAnswers>();

    public IBus Bus => app.Services.GetRequiredService<IBus>();

    public IServiceProvider Services => app.Services;

    public static async Task<IntakeHost> StartAsync(params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("proofsaga-intake-").FullName;
        var host = ProofSagaHost.CreateBuilder([
            $"--DataDirectory={data}",
            $"--InfraDirectory={RepositoryRoot.Infra}",
            "--urls=http://127.0.0.1:0",
            .. settings,
        ]);
        host.AddIntake();
        host.Services.AddSingleton<PublishedAnswers>();
        host.ConfigureBus(bus => bus.AddConsumer<AnswerRecorder>());
        var started = host.Build();
        await started.MigrateDatabaseAsync();
        await started.StartAsync();
        return new IntakeHost(started, data);
    }

    public async Task<T> InDatabaseAsync<T>(Func<ProofSagaDbContext, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>());
    }

    public Task<Proof> ProofAsync(Guid proofId) =>
        InDatabaseAsync(db => db.Proofs.AsNoTracking().SingleAsync(proof => proof.Id == proofId));

    public Task<int> ProofCountAsync() => InDatabaseAsync(db => db.Proofs.CountAsync());

    /// <summary>How many messages were ever put into the outbox: SQLite counts inserted rows, deleted ones too.</summary>
    public Task<long> MessagesEverStoredAsync() =>
        InDatabaseAsync(db =>
            db.Database.SqlQuery<long>(
                    $"SELECT COALESCE(MAX(seq), 0) AS Value FROM sqlite_sequence WHERE name = 'OutboxMessage'"
                )
                .SingleAsync()
        );

    /// <summary>Everything that lies in the data folder: database, write-ahead log, key.</summary>
    public IEnumerable<byte[]> FilesOnDisk() =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(ReadShared);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
