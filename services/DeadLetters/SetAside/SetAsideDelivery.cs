using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters.SetAside;

/// <summary>A message as it comes out of an error or skipped queue. Its body and headers may hold secrets.</summary>
/// <param name="IsRepeat">
/// May it have been delivered before, and so be stored already? If not, it is a message of its own however much it resembles another.
/// </param>
sealed record SetAsideDelivery(
    SetAsideSource Source,
    MessageProperties Properties,
    ReadOnlyMemory<byte> Body,
    bool IsRepeat
)
{
    public override string ToString() => $"{nameof(SetAsideDelivery)} from {Source.Queue}";
}
