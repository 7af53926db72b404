using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>A message that was set aside, without what may be secret: its body, and headers but those that say how it failed.</summary>
/// <param name="BodyIsKept">Can it be replayed?</param>
/// <param name="WhyNotKept">Why its body was never kept; null when it was.</param>
sealed record SetAsideView(
    Guid DeadLetterId,
    string? MessageId,
    string? MessageType,
    string? ContentType,
    long BodyBytes,
    bool BodyIsKept,
    string? WhyNotKept,
    [property: JsonIgnore] string HeadersJson
)
{
    public JsonElement Headers => JsonElement.Parse(HeadersJson);

    /// <summary>Leaves the encrypted message in the database.</summary>
    public static Expression<Func<SetAsideMessage, SetAsideView>> FromMessage { get; } =
        message => new SetAsideView(
            message.DeadLetterId,
            message.MessageId,
            message.MessageType,
            message.ContentType,
            message.BodyBytes,
            message.ProtectedMessage != null,
            message.WhyNotKept,
            message.Headers
        );
}
