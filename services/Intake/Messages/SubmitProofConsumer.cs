using MassTransit;
using ProofSaga.Contracts.Submission;
using ProofSaga.Intake.Submission;

namespace ProofSaga.Intake.Messages;

/// <summary>
/// Answers every submission, a repeat too: to the sender when it asks for an answer, and a rejection to everybody, so
/// that it is kept as a dead letter. A rejection is an answer, never a reason to try again.
/// </summary>
sealed class SubmitProofConsumer(ProofSubmissionService submissions) : IConsumer<SubmissionMessage>
{
    public async Task Consume(ConsumeContext<SubmissionMessage> context)
    {
        var reading = SubmissionReader.Read(context.Message.Members, SubmissionSource.Message);
        var outcome = await submissions.SubmitAsync(reading, context.CancellationToken);
        if (outcome.Rejected is { } rejected)
            await context.Publish(rejected, context.CancellationToken);

        if (context.ResponseAddress is null)
            return;
        if (outcome.Accepted is { } accepted)
            await context.RespondAsync(accepted);
        else
            await context.RespondAsync(outcome.Rejected!);
    }
}
