using MassTransit.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Counts what waits, in the background and only while somebody asks: who asks gets the latest sample and never waits for the database; if that is older than
/// <see cref="RefreshAfter"/>, the next one is begun.
/// </summary>
sealed class BacklogSampler<TDbContext>(
    EntityFrameworkOutboxOptions<TDbContext> options,
    IServiceProvider provider,
    ILogger<BacklogSampler<TDbContext>> logger
)
    where TDbContext : DbContext
{
    /// <summary>How far it counts: this many entries of an index are read in about a millisecond, however long the table is.</summary>
    public const int MostCounted = 10_000;

    static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(5);

    /// <summary>An older sample says nothing about now.</summary>
    static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(1);

    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
    readonly Lock state = new();
    BacklogSample? latest;
    long sampledAt;
    long? begunAt;

    /// <summary>Null if there is none yet, or no recent one.</summary>
    public BacklogSample? Latest
    {
        get
        {
            lock (state)
            {
                if (begunAt is not { } begun || time.GetElapsedTime(begun) >= RefreshAfter)
                {
                    begunAt = time.GetTimestamp();
                    _ = Task.Run(RefreshAsync);
                }

                return latest is not null && time.GetElapsedTime(sampledAt) < StaleAfter ? latest : null;
            }
        }
    }

    public TimeSpan AgeOfOldest(BacklogSample sample)
    {
        var age = time.GetUtcNow().UtcDateTime - sample.OldestDue ?? TimeSpan.Zero;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    async Task RefreshAsync()
    {
        try
        {
            await using var scope = provider.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
            context.Database.SetCommandTimeout(options.QueryTimeout);
            var sample = await SampleAsync(context, time.GetUtcNow().UtcDateTime);
            lock (state)
            {
                latest = sample;
                sampledAt = time.GetTimestamp();
            }
        }
        catch (Exception failure)
        {
            // a gap in the gauges shows it, and the delivery service warns of a database that is away
            logger.BacklogNotCounted(failure, typeof(TDbContext).Name);
        }
    }

    static async Task<BacklogSample> SampleAsync(TDbContext context, DateTime now)
    {
        var message = MappedTable.Of<OutboxMessage>(context);
        var outbox = MappedTable.Of<OutboxState>(context);
        var inbox = MappedTable.Of<InboxState>(context);
        var statement = message.Statement(nameof(BacklogSampler<>), _ => Statement(message, outbox, inbox));
        var samples = await context.Database.SqlQueryRaw<BacklogSample>(statement, now, MostCounted).ToListAsync();
        return samples[0] with
        {
            Pending = Math.Min(samples[0].Pending, MostCounted),
            SetAside = Math.Min(samples[0].SetAside, MostCounted),
        };
    }

    static string Statement(MappedTable message, MappedTable outbox, MappedTable inbox)
    {
        var due = message.Column(nameof(OutboxMessage.EnqueueTime));
        var sent = message.Column(nameof(OutboxMessage.SentTime));
        // each part along an index and cut off, so that its cost does not grow with the tables
        return $$"""
            SELECT count(*) AS "Pending", min(w.since) AS "OldestDue",
                (SELECT count(*) FROM (SELECT 1 FROM {{outbox.Name}}
                    WHERE {{outbox.Column(nameof(OutboxState.SetAsideSequenceNumber))}} IS NOT NULL LIMIT {1}) AS o)
                + (SELECT count(*) FROM (SELECT 1 FROM {{inbox.Name}}
                    WHERE {{inbox.Column(
                nameof(InboxState.SetAsideSequenceNumber)
            )}} IS NOT NULL LIMIT {1}) AS i) AS "SetAside"
            FROM (
                SELECT * FROM (SELECT {{sent}} AS since FROM {{message.Name}} WHERE {{due}} IS NULL LIMIT {1}) AS a
                UNION ALL
                SELECT * FROM (SELECT {{due}} AS since FROM {{message.Name}} WHERE {{due}} <= {0} ORDER BY {{due}} LIMIT {1}) AS b
            ) AS w
            """;
    }
}
