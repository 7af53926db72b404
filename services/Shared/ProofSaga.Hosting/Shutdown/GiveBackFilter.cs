using MassTransit;
using MassTransit.Transports;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>
/// Ends the consumer of a message as the bus does at the end of its grace, by the message's own token: it goes back to its
/// queue, and is no fault.
/// </summary>
/// <param name="when">Cancelled when it is time.</param>
sealed class GiveBackFilter(CancellationToken when) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await using var ending = when.Register(
            static state => (state as BaseReceiveContext)?.Cancel(),
            context,
            useSynchronizationContext: false
        );
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("giveBack");
}
