using System.Data.Common;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>Where an outage can hurt: one waits at each place until the server is away.</summary>
sealed class Breakpoints : DbCommandInterceptor
{
    /// <summary>A consumer has written, its transaction is open.</summary>
    public Breakpoint Consuming { get; } = new();

    /// <summary>A consumer's transaction is committed, its first message is about to be sent.</summary>
    public Breakpoint SendingAfterCommit { get; } = new();

    /// <summary>The delivery service is about to send a message of a bus outbox.</summary>
    public Breakpoint DeliveringBacklog { get; } = new();

    /// <summary>The delivery service has claimed outboxes in a transaction that is not committed.</summary>
    public Breakpoint Claiming { get; } = new();

    IEnumerable<Breakpoint> All => [Consuming, SendingAfterCommit, DeliveringBacklog, Claiming];

    /// <summary>Ends when somebody waits at every place.</summary>
    public Task ReachedAsync() => Task.WhenAll(All.Select(breakpoint => breakpoint.Reached));

    public void Release()
    {
        foreach (var breakpoint in All)
            breakpoint.Release();
    }

    /// <summary>To be set as <see cref="Sends.Before"/>.</summary>
    public Task BeforeSendAsync(SendContext context) =>
        context.SupportedMessageTypes.Any(type => type.EndsWith(nameof(OrderPlaced), StringComparison.Ordinal))
            ? SendingAfterCommit.PassAsync()
            : DeliveringBacklog.PassAsync();

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        // once sending has begun, so that somebody has claimed before
        if (DeliveringBacklog.Reached.IsCompleted && IsClaim(command))
            await Claiming.PassAsync();
        return result;
    }

    static bool IsClaim(DbCommand command) =>
        command.CommandText.Contains("SKIP LOCKED", StringComparison.Ordinal)
        && command.CommandText.Contains(nameof(OutboxState), StringComparison.Ordinal);
}
