using ProofSaga.Persistence;
using ProofSaga.Persistence.Workers;

namespace ProofSaga.Hosting.Workers;

/// <summary>
/// Says each second that this process is alive and what it can run, and takes that back when it begins to stop. On a thread
/// of its own, with nothing asynchronous: a process whose thread pool and cores are all taken is slow, not dead.
/// </summary>
public sealed class Heartbeat : IHostedService, IDisposable
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>A worker unseen for so long is of no interest to anybody.</summary>
    static readonly TimeSpan Remembrance = TimeSpan.FromHours(1);

    /// <summary>How often somebody looks for such workers.</summary>
    static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    /// <summary>How long a stopping host waits for the thread; the row is removed within milliseconds.</summary>
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    readonly Worker self;
    readonly DatabaseAddress database;
    readonly TimeProvider time;
    readonly IHostApplicationLifetime lifetime;
    readonly ILogger<Heartbeat> logger;
    readonly ManualResetEventSlim stopping = new();
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Thread thread;
    bool isUnheard;

    public Heartbeat(
        WorkerIdentity identity,
        IEnumerable<GenerationSlots> slots,
        DatabaseAddress database,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<Heartbeat> logger
    )
    {
        var all = slots.ToList();
        self = new Worker
        {
            Name = identity.Name,
            ProverSlots = all.Sum(some => some.Prover),
            InstantSlots = all.Sum(some => some.Instant),
        };
        this.database = database;
        this.time = time;
        this.lifetime = lifetime;
        this.logger = logger;
        thread = new Thread(Run)
        {
            Name = "heartbeat",
            IsBackground = true,
            Priority = ThreadPriority.AboveNormal,
        };
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        self.StartedAt = time.GetUtcNow().UtcDateTime;
        // before the bus stops: no order is sent to a worker that finishes what it has
        lifetime.ApplicationStopping.Register(stopping.Set);
        thread.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Set();
        try
        {
            await ended.Task.WaitAsync(StopPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // the database is away: the row tells of silence until it goes
        }
    }

    public void Dispose() => stopping.Dispose();

    void Run()
    {
        using var register = new WorkerRegister(database);
        var sweptAt = DateTime.MinValue;
        do
        {
            Try(() => Beat(register, ref sweptAt));
        } while (!stopping.Wait(Period));

        Try(() => register.Remove(self.Name));
        ended.SetResult();
    }

    void Beat(WorkerRegister register, ref DateTime sweptAt)
    {
        self.SeenAt = time.GetUtcNow().UtcDateTime;
        register.Beat(self);
        if (self.SeenAt - sweptAt < SweepPeriod)
            return;

        register.RemoveUnseenSince(self.SeenAt - Remembrance);
        sweptAt = self.SeenAt;
    }

    void Try(Action tell)
    {
        try
        {
            tell();
            if (isUnheard)
                logger.HeardAgain();
            isUnheard = false;
        }
        // whatever it is: the thread must outlive it, and nobody else would
        catch (Exception failure)
        {
            if (!isUnheard)
                logger.Unheard(failure);
            isUnheard = true;
        }
    }
}
