using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Hosting;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// One attempt at publishing a proof. What it answers is lost by no crash: the order then comes again, and the chain says
/// what became of the proof.
/// </summary>
class PublishProofConsumer(
    ProofWorkStore works,
    ProofPublisher publisher,
    AttemptRuns runs,
    ILogger<PublishProofConsumer> logger
) : IConsumer<PublishProof>
{
    public async Task Consume(ConsumeContext<PublishProof> context)
    {
        var order = context.Message;
        var run = runs.Begin();
        var work = await works.FindAsync(order.ProofId, context.CancellationToken);
        if (work.WhySuperseded(order.Attempt, ProofStatus.Verified, ProofStatus.Publishing) is { } superseded)
            logger.Superseded(order.ProofId, order.Attempt, superseded);
        else if (publisher.WhyDisabled is { } reason)
            await SkipAsync(context, run, reason);
        else
            await PublishAsync(context, run, work!);
    }

    Task SkipAsync(ConsumeContext<PublishProof> context, AttemptRun run, string reason)
    {
        logger.Skipped(context.Message.ProofId, reason);
        return AnswerAsync(context, run, new Publication(PublicationStatus.Skipped, reason));
    }

    async Task PublishAsync(ConsumeContext<PublishProof> context, AttemptRun run, ProofWork work)
    {
        var order = context.Message;
        try
        {
            await context.Publish(
                new ProofProgressed(order.ProofId, ProofStage.Publish, order.Attempt, "started", run.StartedAt, run),
                context.CancellationToken
            );
            await AnswerAsync(context, run, await publisher.PublishAsync(work, context.CancellationToken));
        }
        catch (PublicationException failure)
        {
            logger.PublishingFailed(order.ProofId, order.Attempt, failure.Code, failure.Message);
            await context.Publish(
                new ProofPublishingFailed(
                    order.ProofId,
                    order.Attempt,
                    failure.Kind,
                    failure.Code,
                    failure.Message,
                    runs.End(run)
                ),
                context.CancellationToken
            );
        }
    }

    Task AnswerAsync(ConsumeContext<PublishProof> context, AttemptRun run, Publication publication) =>
        context.Publish(
            new ProofPublished(context.Message.ProofId, context.Message.Attempt, publication, runs.End(run)),
            context.CancellationToken
        );
}
