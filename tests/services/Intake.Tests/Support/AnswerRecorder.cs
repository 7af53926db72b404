using MassTransit;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Tests.Support;

/// <summary>Hears on the bus what everybody hears.</summary>
sealed class AnswerRecorder(PublishedAnswers answers) : IConsumer<ProofAccepted>, IConsumer<ProofRejected>
{
    public Task Consume(ConsumeContext<ProofAccepted> context) =>
        answers.Accepted.Writer.WriteAsync(context.Message, context.CancellationToken).AsTask();

    public Task Consume(ConsumeContext<ProofRejected> context) =>
        answers.Rejected.Writer.WriteAsync(context.Message, context.CancellationToken).AsTask();
}
