namespace ProofSaga.SystemTests.Publishing;

/// <summary>Where a publisher is killed in one round.</summary>
/// <param name="StartsAnew">It begins the round as a new process.</param>
/// <param name="Points">Each of another life, one after the other.</param>
sealed record KillPlan(bool StartsAnew, IReadOnlyList<KillPoint> Points)
{
    public bool IsAtSend => Points[0].IsAtSend;

    public override string ToString() =>
        $"{(StartsAnew ? "at its start: " : "")}{string.Join(", and then at ", Points)}";
}
