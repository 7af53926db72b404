using MassTransit;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Tests.Support;

/// <summary>Hears on the bus what everybody hears.</summary>
sealed class AnswerRecorder(PublishedAnswers answers)
    : IConsumer<ProofAccepted>,
        IConsumer<ProofRejected>,
        IConsumer<ReplayProof>,
        IConsumer<ReturnMessage>,
        IConsumer<CancelProof>
{
    public Task Consume(ConsumeContext<ProofAccepted> context) =>
        answers.Accepted.Writer.WriteAsync(context.Message, context.CancellationToken).AsTask();

    public Task Consume(ConsumeContext<CancelProof> context) =>
        answers.ToCancel(context.Message) is { } answer ? context.RespondAsync(answer) : Task.CompletedTask;

    public Task Consume(ConsumeContext<ReplayProof> context) =>
        answers.Replays.Writer.WriteAsync(context.Message, context.CancellationToken).AsTask();

    public Task Consume(ConsumeContext<ReturnMessage> context) =>
        answers.Returns.Writer.WriteAsync(context.Message, context.CancellationToken).AsTask();

    public Task Consume(ConsumeContext<ProofRejected> context) =>
        answers.Rejected.Writer.WriteAsync(context.Message, context.CancellationToken).AsTask();
}
