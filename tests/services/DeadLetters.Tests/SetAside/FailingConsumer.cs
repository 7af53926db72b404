using System.Collections.Concurrent;
using MassTransit;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.DeadLetters.Tests.SetAside;

/// <summary>Fails at every message, and remembers each.</summary>
sealed class FailingConsumer(ConcurrentQueue<Guid?> seen) : IConsumer<VerifyProof>
{
    public Task Consume(ConsumeContext<VerifyProof> context)
    {
        seen.Enqueue(context.MessageId);
        throw new IOException($"no proof {context.Message.ProofId}");
    }
}
