using MassTransit;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Testing.Hosting;

/// <summary>Hears what workers answer, in the orchestrator's place.</summary>
public sealed class AnswerConsumer(Answers answers)
    : IConsumer<ProofProgressed>,
        IConsumer<ProofGenerated>,
        IConsumer<ProofGenerationFailed>,
        IConsumer<ProofVerified>,
        IConsumer<ProofVerificationFailed>,
        IConsumer<ProofPublished>,
        IConsumer<ProofPublishingFailed>
{
    public Task Consume(ConsumeContext<ProofProgressed> context) => Keep(context.Message.ProofId, context.Message);

    public Task Consume(ConsumeContext<ProofGenerated> context) => Keep(context.Message.ProofId, context.Message);

    public Task Consume(ConsumeContext<ProofGenerationFailed> context) =>
        Keep(context.Message.ProofId, context.Message);

    public Task Consume(ConsumeContext<ProofVerified> context) => Keep(context.Message.ProofId, context.Message);

    public Task Consume(ConsumeContext<ProofVerificationFailed> context) =>
        Keep(context.Message.ProofId, context.Message);

    public Task Consume(ConsumeContext<ProofPublished> context) => Keep(context.Message.ProofId, context.Message);

    public Task Consume(ConsumeContext<ProofPublishingFailed> context) =>
        Keep(context.Message.ProofId, context.Message);

    Task Keep<T>(Guid proofId, T message)
        where T : class
    {
        answers.Add(proofId, message);
        return Task.CompletedTask;
    }
}
