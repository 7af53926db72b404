namespace ProofSaga.Intake.Jobs;

/// <param name="NextCursor">Give it to get the next page; null on the last one.</param>
sealed record JobPage(IReadOnlyList<JobView> Items, string? NextCursor);
