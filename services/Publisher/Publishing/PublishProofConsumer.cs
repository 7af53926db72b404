using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Publisher.Publishing;

/// <summary>One attempt at publishing a proof. Once <see cref="ProofPublished"/> is recorded, it comes from the outbox.</summary>
class PublishProofConsumer(
    ProofWorkStore works,
    ProofPublisher publisher,
    TimeProvider time,
    ILogger<PublishProofConsumer> logger
) : IConsumer<PublishProof>
{
    public async Task Consume(ConsumeContext<PublishProof> context)
    {
        var order = context.Message;
        var work = await works.FindAsync(order.ProofId, context.CancellationToken);
        if (work.WhySuperseded(order.Attempt, ProofStatus.Verified, ProofStatus.Publishing) is { } superseded)
            logger.Superseded(order.ProofId, order.Attempt, superseded);
        else if (publisher.WhyDisabled is { } reason)
            await SkipAsync(context, reason);
        else
            await PublishAsync(context, work!);
    }

    Task SkipAsync(ConsumeContext<PublishProof> context, string reason)
    {
        var order = context.Message;
        logger.Skipped(order.ProofId, reason);
        return context.Publish(
            new ProofPublished(order.ProofId, order.Attempt, new Publication(PublicationStatus.Skipped, reason)),
            context.CancellationToken
        );
    }

    async Task PublishAsync(ConsumeContext<PublishProof> context, ProofWork work)
    {
        var order = context.Message;
        try
        {
            await context.Publish(
                new ProofProgressed(order.ProofId, ProofStage.Publish, order.Attempt, "started", time.GetUtcNow()),
                context.CancellationToken
            );
            await publisher.PublishAsync(order, work, context.CancellationToken);
        }
        catch (PublicationException failure)
        {
            logger.PublishingFailed(order.ProofId, order.Attempt, failure.Code, failure.Message);
            await context.Publish(
                new ProofPublishingFailed(
                    order.ProofId,
                    order.Attempt,
                    failure.IsTransient ? FailureKind.Transient : FailureKind.Permanent,
                    failure.Code,
                    failure.Message
                ),
                context.CancellationToken
            );
        }
    }
}
