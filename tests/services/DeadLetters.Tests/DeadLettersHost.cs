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

    public static async Task<DeadLettersHost> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("proofsaga-dead-letters-").FullName;
        var host = ProofSagaHost.CreateBuilder([$"--DataDirectory={data}", "--urls=http://127.0.0.1:0"]);
        host.AddDeadLetters();
        var started = host.Build();
        await started.MigrateDatabaseAsync();
        await started.StartAsync();
        return new DeadLettersHost(started, data);
    }

    /// <summary>Waits until so many deliveries were consumed, each with its effect committed.</summary>
    public Task ConsumedAsync(int count) =>
        Eventually.HoldsAsync(async () => await CountDeliveriesAsync() >= count, $"{count} deliveries are consumed");

    public async Task<List<DeadLetter>> LettersAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return await db.DeadLetters.AsNoTracking().OrderBy(letter => letter.FailedAt).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    async Task<int> CountDeliveriesAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>();
        return await db
            .Database.SqlQuery<int>(
                $"""SELECT COALESCE(SUM("ReceiveCount"), 0) AS "Value" FROM "InboxState" WHERE "Consumed" IS NOT NULL"""
            )
            .SingleAsync();
    }
}
