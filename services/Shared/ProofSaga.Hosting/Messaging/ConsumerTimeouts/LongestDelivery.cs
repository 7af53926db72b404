namespace ProofSaga.Hosting.Messaging.ConsumerTimeouts;

/// <summary>How long a message of a queue may stay unacknowledged while all goes as configured.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Setting">What decides it, as an operator knows it: <c>Prover:ProveTimeout</c>.</param>
/// <param name="Limit">The value of the setting.</param>
/// <param name="Beside">What comes on top: to start, to store, to tell.</param>
public sealed record LongestDelivery(string Queue, string Setting, TimeSpan Limit, TimeSpan Beside)
{
    public TimeSpan Whole => Limit + Beside;
}
