using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Hosting;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.DeadLetters.Tests;

/// <summary>The production registrations on a SQLite file and the in-memory bus.</summary>
sealed class DeadLettersHost : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(20);

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
    public async Task ConsumedAsync(int count)
    {
        var watch = Stopwatch.StartNew();
        while (await CountDeliveriesAsync() < count)
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"Fewer than {count} deliveries within {Patience.TotalSeconds} s.");
            await Task.Delay(TimeBetweenQuestions);
        }
    }

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
