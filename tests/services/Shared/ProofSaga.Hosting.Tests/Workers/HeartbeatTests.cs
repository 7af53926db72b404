using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Hosting.Workers;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Workers;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Hosting.Tests.Workers;

/// <summary>A worker says that it is alive as long as it is, whatever else goes wrong.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
[NonParallelizable]
sealed class HeartbeatTests(DatabaseKind kind)
{
    /// <summary>More than the thread pool makes threads for while the test runs.</summary>
    const int Blockers = 2000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    Installation installation = null!;
    TestDatabase? postgres;
    CapturedLog log = null!;
    WebApplication worker = null!;

    [SetUp]
    public async Task Start()
    {
        installation = new Installation();
        postgres =
            kind == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        log = new CapturedLog();
        var host = installation.CreateBuilder($"--Database:Url={postgres?.ConnectionString}");
        host.Services.AddSingleton(new GenerationSlots(Prover: 2, Instant: 16));
        host.Services.AddSingleton(new GenerationSlots(Prover: 1, Instant: 0));
        host.UseHeartbeat();
        host.UseHeartbeat();
        worker = host.Build();
        worker.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await worker.MigrateDatabaseAsync();
        await InDatabaseAsync(db =>
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            db.Add(
                new Worker
                {
                    Name = "long gone",
                    SeenAt = now.AddMinutes(-61),
                    StartedAt = now,
                }
            );
            db.Add(
                new Worker
                {
                    Name = "silent",
                    SeenAt = now.AddMinutes(-59),
                    StartedAt = now,
                }
            );
            return db.SaveChangesAsync();
        });
        await worker.StartAsync();
        await Eventually.HoldsAsync(async () => await SelfAsync() is not null, "the worker has a row");
    }

    [TearDown]
    public async Task Stop()
    {
        await worker.StopAsync();
        await worker.DisposeAsync();
        log.Dispose();
        if (postgres is not null)
            await postgres.DisposeAsync();
        installation.Dispose();
    }

    [Test]
    public async Task It_tells_its_slots_and_is_gone_at_once_when_it_begins_to_stop()
    {
        var self = await SelfAsync();
        await Eventually.HoldsAsync(
            async () => !(await NamesAsync()).Contains("long gone"),
            "a worker unseen for an hour is forgotten"
        );

        worker.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Eventually.HoldsAsync(async () => await SelfAsync() is null, "its row is gone");

        Assert.That((self!.ProverSlots, self.InstantSlots), Is.EqualTo((3, 16)));
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "silent" }));
    }

    [Test]
    public async Task While_the_database_does_not_take_it_it_goes_on_trying_and_says_so_once()
    {
        await InDatabaseAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE workers RENAME TO elsewhere"));
        await Eventually.HoldsAsync(() => Logged(6321) > 0, "it cannot be heard");
        // two beats more
        await Task.Delay(TimeSpan.FromSeconds(2.2));

        await InDatabaseAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE elsewhere RENAME TO workers"));
        await Eventually.HoldsAsync(() => Logged(6322) > 0, "it is heard again");

        Assert.That((Logged(6321), Logged(6322)), Is.EqualTo((1, 1)));
    }

    /// <summary>Nothing asynchronous: there is no thread that would go on with it.</summary>
    [Test]
    public void With_every_thread_of_the_pool_blocked_and_every_core_busy_it_is_seen_each_second()
    {
        using var release = new ManualResetEventSlim();
        var hasPoolThread = false;
        var blocking = Blockers;
        var busy = Enumerable
            .Range(0, Environment.ProcessorCount * 2)
            .Select(_ => new Thread(() => SpinWait.SpinUntil(() => release.IsSet)) { IsBackground = true })
            .ToList();
        busy.ForEach(thread => thread.Start());
        for (var blocker = 0; blocker < Blockers; blocker++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    release.Wait();
                    Interlocked.Decrement(ref blocking);
                },
                null
            );
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Write(ref hasPoolThread, true), null);

        try
        {
            using var db = OpenUnpooled();
            var seen = new HashSet<DateTime>();
            var startedAt = TimeProvider.System.GetTimestamp();
            while (seen.Count < 5 && TimeProvider.System.GetElapsedTime(startedAt) < Patience)
            {
                seen.Add(db.Workers.AsNoTracking().Single(row => row.Name == Name).SeenAt);
                release.Wait(TimeSpan.FromMilliseconds(50));
            }

            Assert.That(Volatile.Read(ref hasPoolThread), Is.False, "the pool is starved");
            Assert.That(seen, Has.Count.EqualTo(5));
            Assert.That(
                (seen.Max() - seen.Min()).TotalSeconds,
                Is.LessThan(10),
                "no silence long enough to be given up"
            );
        }
        finally
        {
            release.Set();
            busy.ForEach(thread => thread.Join());
            // none of them may wait for what is disposed of
            SpinWait.SpinUntil(() => Volatile.Read(ref blocking) == 0);
        }
    }

    string Name => worker.Services.GetRequiredService<WorkerIdentity>().Name;

    int Logged(int id) => log.Events.Count(logged => logged.EventId == id);

    ProofSagaDbContext OpenUnpooled()
    {
        var options = new DbContextOptionsBuilder<ProofSagaDbContext>();
        options.UseDatabase(worker.Services.GetRequiredService<DatabaseAddress>());
        return new ProofSagaDbContext(options.Options);
    }

    Task<Worker?> SelfAsync() =>
        InDatabaseAsync(db => db.Workers.AsNoTracking().SingleOrDefaultAsync(row => row.Name == Name));

    Task<List<string>> NamesAsync() => InDatabaseAsync(db => db.Workers.Select(row => row.Name).ToListAsync());

    async Task<T> InDatabaseAsync<T>(Func<ProofSagaDbContext, Task<T>> work)
    {
        await using var scope = worker.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ProofSagaDbContext>());
    }
}
