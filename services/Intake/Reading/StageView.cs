namespace ProofSaga.Intake.Reading;

/// <summary>When a worker was at a stage. Times are UTC.</summary>
/// <param name="StartedAt">Start of the latest attempt; null before it, or when the worker did not tell.</param>
/// <param name="FinishedAt">Null until the stage has succeeded.</param>
/// <param name="DurationMs">Milliseconds until the success, from the start or, if that is not known, from the end of the stage before.</param>
sealed record StageView(DateTime? StartedAt, DateTime? FinishedAt, double? DurationMs)
{
    /// <param name="orderedAt">When the stage before had succeeded.</param>
    public static StageView Of(DateTime? orderedAt, DateTime? startedAt, DateTime? finishedAt) =>
        new(startedAt, finishedAt, (finishedAt - (startedAt ?? orderedAt))?.TotalMilliseconds);
}
