using MassTransit;

namespace ProofSaga.Hosting.Tests.Messaging;

sealed class SlowWorker(SlowWorkLog log) : IConsumer<SlowWork>
{
    public async Task Consume(ConsumeContext<SlowWork> context)
    {
        log.Begin();
        await log.Release.Task.WaitAsync(context.CancellationToken);
        log.End();
    }
}
