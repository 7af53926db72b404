using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Hosting;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Metrics;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Generating;

/// <summary>
/// One attempt at a proof. No database transaction is open while it proves. The proof is stored, then told of, then the
/// order is acknowledged: if this process dies in between, the order comes again and is answered with the stored proof.
/// </summary>
public class GenerateProofConsumer(
    ProofWorkStore works,
    ProofGenerator generator,
    GenerationWatch watch,
    GeneratedProofStore store,
    AttemptRuns runs,
    ReproveCounter reproves,
    TimeProvider time,
    ILogger<GenerateProofConsumer> logger
) : IConsumer<GenerateProof>
{
    public async Task Consume(ConsumeContext<GenerateProof> context)
    {
        var order = context.Message;
        var run = runs.Begin();
        var work = await works.FindAsync(order.ProofId, context.CancellationToken);
        if (work?.ArtifactSha256 is not null)
        {
            logger.AlreadyGenerated(order.ProofId, order.Attempt);
            await TellAsync(context, run, work.ArtifactSha256, work.GenerationTime);
        }
        else if (work.WhySuperseded(order.Attempt, ProofStatus.Queued, ProofStatus.Generating) is { } reason)
        {
            logger.Superseded(order.ProofId, order.Attempt, reason);
        }
        else
        {
            await GenerateAsync(context, run, work!);
        }
    }

    async Task GenerateAsync(ConsumeContext<GenerateProof> context, AttemptRun run, ProofWork work)
    {
        var order = context.Message;
        try
        {
            var isInstant = generator.IsInstant(work);
            if (!isInstant)
                await context.Publish(
                    new ProofProgressed(
                        order.ProofId,
                        ProofStage.Generate,
                        order.Attempt,
                        "started",
                        run.StartedAt,
                        run
                    ),
                    context.CancellationToken
                );

            var startedAt = time.GetTimestamp();
            var proof = isInstant
                ? await generator.GenerateAsync(work, context.CancellationToken)
                : await watch.WhileWantedAsync(
                    order.ProofId,
                    stop => generator.GenerateAsync(work, stop),
                    context.CancellationToken
                );
            var generationTime = time.GetElapsedTime(startedAt);
            reproves.NoteGenerated(work, order.Attempt);
            if (await store.StoreAsync(order, proof.Document, generationTime, context.CancellationToken) is { } sha256)
            {
                logger.Generated(
                    order.ProofId,
                    order.Attempt,
                    work.ProofSystem,
                    work.Circuit,
                    (long)generationTime.TotalMilliseconds
                );
                await TellAsync(context, run, sha256, generationTime);
            }
            else
            {
                logger.Superseded(order.ProofId, order.Attempt, "another proof was stored first");
                await TellOfStoredAsync(context, run);
            }
        }
        catch (GenerationUnwantedException unwanted)
        {
            logger.Superseded(order.ProofId, order.Attempt, unwanted.Message);
        }
        catch (ProofSystemException failure)
        {
            logger.GenerationFailed(order.ProofId, order.Attempt, failure.Code, failure.Message);
            await context.Publish(
                new ProofGenerationFailed(
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

    /// <summary>Whoever stored it may have told of it under an attempt that does not count any more.</summary>
    async Task TellOfStoredAsync(ConsumeContext<GenerateProof> context, AttemptRun run)
    {
        var work = await works.FindAsync(context.Message.ProofId, context.CancellationToken);
        if (work?.ArtifactSha256 is { } sha256)
            await TellAsync(context, run, sha256, work.GenerationTime);
    }

    Task TellAsync(ConsumeContext<GenerateProof> context, AttemptRun run, string sha256, TimeSpan generationTime) =>
        context.Publish(
            new ProofGenerated(context.Message.ProofId, context.Message.Attempt, sha256, generationTime, runs.End(run)),
            context.CancellationToken
        );
}
