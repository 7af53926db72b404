namespace ProofSaga.Contracts.Replaying;

/// <summary>
/// Orders that a message that was set aside go back into the queue that it came from, as it was. It changes nothing when the
/// message went back before, was discarded, or was never kept.
/// </summary>
/// <param name="DeadLetterId">The message's dead letter.</param>
public sealed record ReturnMessage(Guid DeadLetterId);
