using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.DeadLetters.Tests;

/// <summary>The production registrations on a SQLite file and the in-memory bus.</summary>
sealed class DeadLettersHost : IAsyncDisposable
{
    readonly WebApplication app;
    readonly string folder;

    DeadLettersHost(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public IBus Bus => app.Services.GetRequiredService<IBus>();

    /// <param name="add">What runs beside it.</param>
    public static async Task<DeadLettersHost> StartAsync(Action<ProofSagaHostBuilder>? add = null)
    {
        var data = Directory.CreateTempSubdirectory("proofsaga-dead-letters-").FullName;
        var host = ProofSagaHost.CreateBuilder([$"--DataDirectory={data}", "--urls=http://127.0.0.1:0"]);
        host.AddDeadLetters();
        add?.Invoke(host);
        var started = host.Build();
        await started.MigrateDatabaseAsync();
        await started.StartAsync();
        return new DeadLettersHost(started, data);
    }

    /// <summary>Waits until so many deliveries were consumed, each with its effect committed.</summary>
    public Task ConsumedAsync(int count) =>
        Eventually.HoldsAsync(async () => await CountDeliveriesAsync() >= count, $"{count} deliveries are consumed");

    public Task<List<DeadLetter>> LettersAsync() =>
        InDatabaseAsync(db => db.DeadLetters.AsNoTracking().OrderBy(letter => letter.FailedAt).ToListAsync());

    public async Task<T> InDatabaseAsync<T>(Func<ProofSagaDbContext, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    Task<int> CountDeliveriesAsync() =>
        InDatabaseAsync(db =>
            db.Database.SqlQuery<int>(
                    $"""SELECT COALESCE(SUM("ReceiveCount"), 0) AS "Value" FROM "InboxState" WHERE "Consumed" IS NOT NULL"""
                )
                .SingleAsync()
        );
}
