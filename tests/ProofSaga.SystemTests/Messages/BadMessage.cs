namespace ProofSaga.SystemTests.Messages;

/// <summary>Something that no producer should send.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="ContentType">Null: it names none.</param>
/// <param name="Fate">What becomes of it in a worker's queue.</param>
/// <param name="IntakeFate">What becomes of it in <c>submit-proof</c>, which reads plain JSON too.</param>
sealed record BadMessage(string Kind, byte[] Body, string? ContentType, Fate Fate, Fate IntakeFate);
