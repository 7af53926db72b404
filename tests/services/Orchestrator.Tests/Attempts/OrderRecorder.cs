using MassTransit;
using ProofSaga.Contracts.Proving;

namespace ProofSaga.Orchestrator.Tests.Attempts;

/// <summary>A prover that does nothing but note its orders.</summary>
sealed class OrderRecorder(GivenOrders orders) : IConsumer<GenerateProof>
{
    public Task Consume(ConsumeContext<GenerateProof> context)
    {
        orders.All.Enqueue((context.Message.Attempt, TimeProvider.System.GetUtcNow().UtcDateTime));
        return Task.CompletedTask;
    }
}
