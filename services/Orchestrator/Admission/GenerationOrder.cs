using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

static class GenerationOrder
{
    /// <summary>Orders what a row stands for, within the caller's transaction.</summary>
    public static async Task OrderAsync(
        this ISendEndpointProvider endpoints,
        QueuedProof row,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await endpoints.GetSendEndpoint(StageQueues.Of(ProofStage.Generate, row.ProofSystem));
        await endpoint.Send(
            new GenerateProof(row.ProofId, row.Attempt, row.Circuit, row.ProofSystem),
            cancellationToken
        );
    }
}
