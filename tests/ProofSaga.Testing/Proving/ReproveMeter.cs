using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ProofSaga.Testing.Proving;

/// <summary>
/// Listens to <c>reproves_total</c> of one host. When it is disposed a proof that was generated again fails the test, unless
/// it was taken with <see cref="Take"/>.
/// </summary>
public sealed class ReproveMeter : IDisposable
{
    const string MeterName = "ProofSaga.Prover";
    const string InstrumentName = "reproves_total";

    readonly MeterListener listener = new();
    long count;

    ReproveMeter(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, from) =>
        {
            if (
                ReferenceEquals(instrument.Meter.Scope, meters)
                && (instrument.Meter.Name, instrument.Name) == (MeterName, InstrumentName)
            )
                from.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, reproves, _, _) => Interlocked.Add(ref count, reproves));
        listener.Start();
    }

    /// <param name="host">Its services; those of another host are not heard, though they are in the same process.</param>
    public static ReproveMeter Of(IServiceProvider host) => new(host.GetRequiredService<IMeterFactory>());

    /// <returns>How many there were since the last time.</returns>
    public long Take() => Interlocked.Exchange(ref count, 0);

    /// <exception cref="InvalidOperationException">A proof was generated again after one was stored.</exception>
    public void Dispose()
    {
        listener.Dispose();
        if (Take() is > 0 and var reproves)
            throw new InvalidOperationException(
                $"{reproves} proofs were generated again after a valid one was stored."
            );
    }
}
