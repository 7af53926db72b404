using MassTransit;
using MassTransit.Context;

namespace ProofSaga.Intake.Messages;

/// <summary>A message that came without an id, with one.</summary>
sealed class IdentifiedConsumeContext(ConsumeContext context) : ConsumeContextProxy(context)
{
    public override Guid? MessageId { get; } = NewId.NextGuid();
}
