namespace ProofSaga.DeadLetters.SetAside.Reading;

/// <summary>What can be told of a message without knowing its type.</summary>
/// <param name="Problem">Why its body is no JSON object, never quoting it; null when it is one.</param>
/// <param name="MessageType">The URN that a MassTransit envelope names first.</param>
/// <param name="ProofId">The proof that it is about; empty when it names none.</param>
sealed record MessageReading(string? Problem, string? MessageType, Guid ProofId);
