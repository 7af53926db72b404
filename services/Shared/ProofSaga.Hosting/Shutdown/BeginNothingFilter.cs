using MassTransit;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>
/// Begins no message once the bus stops. MassTransit's in-memory transport would go on with what its endpoints have fetched,
/// which is everything. The message is gone, as are those in its queues; the next start resumes its proof.
/// </summary>
sealed class BeginNothingFilter(BusStop stop) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        stop.Begun.IsCancellationRequested ? Task.CompletedTask : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("beginNothing");
}
