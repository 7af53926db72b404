namespace ProofSaga.Intake.DeadLetters;

/// <summary>The open letters with one reason. Times are UTC.</summary>
sealed record DeadLetterGroup(string Stage, string Code, int Count, DateTime OldestFailedAt, DateTime NewestFailedAt);
