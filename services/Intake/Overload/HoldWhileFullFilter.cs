using MassTransit;
using ProofSaga.Hosting.Shutdown;
using ProofSaga.Persistence;

namespace ProofSaga.Intake.Overload;

/// <summary>
/// Leaves submissions in the broker while the installation is full: those that the endpoint has fetched wait here,
/// unacknowledged, and it fetches no more. Their producers hear nothing of it. One that has waited for the longest time is
/// taken all the same, a few at a time, before the broker would take it back.
/// </summary>
/// <param name="longest">Less than the broker's consumer time-out.</param>
sealed class HoldWhileFullFilter(Backlog backlog, BusStop stop, TimeSpan longest, TimeProvider time)
    : IFilter<ConsumeContext>
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        using var place = await EnterAsync(context.CancellationToken);
        await next.Send(context);
        place?.Accept();
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("holdWhileFull");

    async Task<BacklogPlace?> EnterAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Begun);
        var since = time.GetTimestamp();
        do
        {
            try
            {
                if (await backlog.TryEnterAsync(either.Token) is { } place)
                    return place;
            }
            catch (Exception failure) when (failure.IsDatabaseFailure())
            {
                // what follows waits for the database
                return null;
            }

            await Task.Delay(Pause, time, either.Token);
        } while (time.GetElapsedTime(since) < longest);
        return null;
    }
}
