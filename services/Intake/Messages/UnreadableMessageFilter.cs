using System.Text.Json;
using MassTransit;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Messages;

/// <summary>
/// Tells everybody of a message that is no JSON object, so that it becomes a dead letter like every other rejection. The
/// message itself is in <c>submit-proof_error</c> by then, whatever becomes of the news about it.
/// </summary>
sealed class UnreadableMessageFilter(ILogger<UnreadableMessageFilter> logger) : IFilter<ReceiveContext>
{
    /// <summary>The path of the whole message, as RFC 9535 writes it.</summary>
    const string Root = "$";

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var problem = FindProblem(context.Body.GetBytes());
        await next.Send(context);
        if (problem is null)
            return;

        logger.Unreadable(problem);
        try
        {
            var rejected = new ProofRejected(Guid.Empty, RejectionReason.Invalid, [new SubmissionError(Root, problem)]);
            var everybody = await context.PublishEndpointProvider.GetPublishSendEndpoint<ProofRejected>();
            await everybody.Send(rejected, context.CancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // thrown from here, it would put the message back into the queue, which is set aside already
            logger.UnreadableUntold(exception);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadableMessage");

    /// <returns>null for a JSON object. Never quotes the message: it may hold inputs.</returns>
    static string? FindProblem(byte[] body)
    {
        // which is read as an object without members, and rejected member by member
        if (body.Length == 0)
            return null;

        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "is JSON, but no object";

            while (reader.Read()) { }
            return null;
        }
        catch (JsonException exception)
        {
            return $"is no JSON text in UTF-8 (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})";
        }
    }
}
