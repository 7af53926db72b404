namespace ProofSaga.Persistence;

/// <param name="Name">With its time stamp: <c>20261122000000_Initial</c>.</param>
/// <param name="IsKnown">false: applied by a newer program than this one.</param>
public sealed record MigrationState(string Name, bool IsApplied, bool IsKnown);
