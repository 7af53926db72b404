using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator.Projection;

/// <summary>
/// Takes back in the <c>proofs</c> row what a replay makes untrue, which <see cref="ProjectProof"/> never does, in the
/// saga's transaction.
/// </summary>
public class ReopenProof(ProofSagaDbContext db) : SagaActivity<ReplayProof>
{
    protected override async Task ExecuteAsync(BehaviorContext<ProofJobState, ReplayProof> context)
    {
        var job = context.Saga;
        var generatesAgain = context.Message.Stage == ProofStage.Generate;
        await db
            .Proofs.Where(proof => proof.Id == job.CorrelationId)
            .ExecuteUpdateAsync(
                update =>
                {
                    update
                        .SetProperty(proof => proof.FinishedAt, (DateTime?)null)
                        .SetProperty(proof => proof.FailedStage, (ProofStage?)null)
                        .SetProperty(proof => proof.FailureKind, (FailureKind?)null)
                        .SetProperty(proof => proof.ErrorCode, (string?)null)
                        .SetProperty(proof => proof.ErrorMessage, (string?)null)
                        .SetProperty(proof => proof.PublishingAt, job.PublishingAt)
                        .SetProperty(proof => proof.VerifyingAt, job.VerifyingAt)
                        .SetProperty(proof => proof.VerifiedAt, job.VerifiedAt);
                    if (!generatesAgain)
                        return;

                    update
                        .SetProperty(proof => proof.GeneratingAt, job.GeneratingAt)
                        .SetProperty(proof => proof.GeneratedAt, job.GeneratedAt)
                        .SetProperty(proof => proof.GenerationTimeMs, (long?)null)
                        .SetProperty(proof => proof.ArtifactSha256, job.ArtifactSha256)
                        .SetProperty(proof => proof.Document, (byte[]?)null);
                },
                context.CancellationToken
            );
    }
}
