using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>Reads one process's outbox metrics as an exporter does.</summary>
sealed class Measured : IDisposable
{
    readonly MeterListener listener = new();
    readonly ConcurrentDictionary<string, double> counted = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, string[]> tagged = new(StringComparer.Ordinal);

    public Measured(IServiceProvider process)
    {
        var factory = process.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == OutboxMetrics<ShopDbContext>.MeterName && instrument.Meter.Scope == factory)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    /// <summary>A gauge's value now, a counter's sum since the start; null if there is none.</summary>
    public double? Read(string name)
    {
        listener.RecordObservableInstruments();
        return counted.TryGetValue(name, out var value) ? value : null;
    }

    public IReadOnlyList<string> TagsOf(string name) => tagged[name];

    public async Task UntilAsync(string name, double expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Read(name) != expected)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    public void Dispose() => listener.Dispose();

    void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        counted.AddOrUpdate(
            instrument.Name,
            value,
            (_, before) => instrument is Counter<long> ? before + value : value
        );
        tagged[instrument.Name] =
        [
            .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal),
        ];
    }
}
