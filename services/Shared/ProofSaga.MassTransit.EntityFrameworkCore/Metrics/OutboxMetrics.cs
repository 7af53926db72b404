using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// What the outbox reports, all tagged <c>db_context</c>; the names with a unit suffix are Prometheus's.
/// <list type="bullet">
/// <item><c>outbox.pending</c> {message}: gauge, messages due and not sent yet, those behind a set-aside one included; counts to 10 000, which means as many or more.</item>
/// <item><c>outbox.oldest_age</c> s: gauge, for how long the oldest of them has been due; 0 if there are none.</item>
/// <item><c>outbox.set_aside</c> {outbox}: gauge, outboxes set aside now; counts to 10 000.</item>
/// <item><c>outbox.delivered</c> {message}: counter, messages that the broker took.</item>
/// <item><c>outbox.failed</c> {attempt}: counter, attempts that failed, tagged <c>error.type</c> <c>refused</c>, <c>unreadable</c> or <c>broker_away</c>.</item>
/// <item><c>outbox.retries</c> {attempt}: counter, further attempts after a refusal.</item>
/// </list>
/// The gauges are the database's, the same from every process: take the maximum, not the sum. Counters are this process's.
/// </summary>
public sealed class OutboxMetrics<TDbContext> : IDisposable
    where TDbContext : DbContext
{
    /// <summary>The meter's name, for <c>AddMeter</c>.</summary>
    public const string MeterName = "MassTransit.EntityFrameworkCore";

    readonly Meter meter;
    readonly BacklogSampler<TDbContext> sampler;
    readonly Counter<long> delivered;
    readonly Counter<long> failed;
    readonly Counter<long> retries;
    readonly KeyValuePair<string, object?> context = new("db_context", typeof(TDbContext).Name);

    public OutboxMetrics(IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        sampler = ActivatorUtilities.CreateInstance<BacklogSampler<TDbContext>>(provider);
        meter = provider.GetService<IMeterFactory>()?.Create(MeterName) ?? new Meter(MeterName);
        delivered = meter.CreateCounter<long>("outbox.delivered", "{message}", "Messages that the broker took");
        failed = meter.CreateCounter<long>("outbox.failed", "{attempt}", "Attempts to send that failed");
        retries = meter.CreateCounter<long>("outbox.retries", "{attempt}", "Further attempts after a refusal");
        meter.CreateObservableGauge(
            "outbox.pending",
            () => Observe(sample => sample.Pending),
            "{message}",
            "Messages due and not sent yet, to 10 000"
        );
        meter.CreateObservableGauge(
            "outbox.oldest_age",
            () => Observe(sample => sampler.AgeOfOldest(sample).TotalSeconds),
            "s",
            "For how long the oldest pending message has been due"
        );
        meter.CreateObservableGauge(
            "outbox.set_aside",
            () => Observe(sample => sample.SetAside),
            "{outbox}",
            "Outboxes set aside, to 10 000"
        );
    }

    public void Dispose() => meter.Dispose();

    internal void Delivered() => delivered.Add(1, context);

    internal void Retried() => retries.Add(1, context);

    internal void Failed(DeliveryFailureKind kind) =>
        failed.Add(
            1,
            context,
            new KeyValuePair<string, object?>(
                "error.type",
                kind switch
                {
                    DeliveryFailureKind.Unreadable => "unreadable",
                    DeliveryFailureKind.Refused => "refused",
                    DeliveryFailureKind.BrokerAway => "broker_away",
                    _ => throw new UnreachableException(),
                }
            )
        );

    /// <summary>Nothing while nothing is known: before the first sample, or when the database has been away for long.</summary>
    Measurement<T>[] Observe<T>(Func<BacklogSample, T> value)
        where T : struct => sampler.Latest is { } sample ? [new Measurement<T>(value(sample), context)] : [];
}
