using MassTransit;

namespace ProofSaga.DeadLetters.SetAside.Returning;

/// <summary>Shares the endpoint <c>dead-letter</c>, whose <see cref="DeadLetterDefinition"/> makes each message a transaction.</summary>
sealed class ReturnMessageDefinition : ConsumerDefinition<ReturnMessageConsumer>
{
    public ReturnMessageDefinition() => EndpointName = "dead-letter";
}
