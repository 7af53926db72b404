namespace ProofSaga.Intake.DeadLetters;

/// <param name="NextCursor">Give it to get the next page; null on the last one.</param>
sealed record DeadLetterPage(IReadOnlyList<DeadLetterView> Items, string? NextCursor);
