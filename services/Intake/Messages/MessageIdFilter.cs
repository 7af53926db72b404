using MassTransit;

namespace ProofSaga.Intake.Messages;

/// <summary>
/// Gives an id to a message that has none: plain AMQP producers need not set one, and the outbox needs one. A second
/// delivery gets another id, and the proof id tells that it is a repeat.
/// </summary>
sealed class MessageIdFilter : IFilter<ConsumeContext>
{
    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next) =>
        next.Send(context.MessageId is null ? new IdentifiedConsumeContext(context) : context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("messageId");
}
