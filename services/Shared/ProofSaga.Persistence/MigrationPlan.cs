namespace ProofSaga.Persistence;

/// <summary>What lies between a database and a migration.</summary>
/// <param name="Apply">The names of those to apply, in their order.</param>
/// <param name="Revert">The names of those to revert, the newest first.</param>
/// <param name="Drops">Tables and columns that go away with what is in them: <c>table proofs</c>, <c>column proofs.client</c>.</param>
public sealed record MigrationPlan(
    IReadOnlyList<string> Apply,
    IReadOnlyList<string> Revert,
    IReadOnlyList<string> Drops
);
