namespace ProofSaga.Hosting.Messaging;

/// <summary>A queue and what it hears.</summary>
/// <param name="Queue">The name of the consumer's endpoint.</param>
/// <param name="Messages">The messages of which it gets each that is published; none when it is only sent to.</param>
sealed record QueueSubscription(string Queue, params IReadOnlyList<Type> Messages);
