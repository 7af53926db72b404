namespace ProofSaga.Intake.DeadLetters;

/// <summary>What a replay did, or with a dry run would do.</summary>
/// <param name="Replayed">How many letters are replayed.</param>
/// <param name="Refused">How many are not; each says why.</param>
/// <param name="More">Are there letters beyond the limit?</param>
sealed record ReplayReport(bool DryRun, int Replayed, int Refused, bool More, IReadOnlyList<ReplayOutcome> Outcomes)
{
    public static ReplayReport Of(bool dryRun, IReadOnlyList<ReplayOutcome> outcomes, bool more)
    {
        var replayed = outcomes.Count(outcome => outcome.WhyNot is null);
        return new(dryRun, replayed, outcomes.Count - replayed, more, outcomes);
    }
}
