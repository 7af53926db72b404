namespace ProofSaga.Provider.Tests.Plans;

/// <summary>How a database runs one statement of the provider.</summary>
/// <param name="Text">Its SQL.</param>
/// <param name="Plan">What the database says about it.</param>
/// <param name="Faults">What grows with the tables: full scans, sorts of a backlog, rows read that are not needed.</param>
/// <param name="Blocks">Pages read, from memory or disk; null where the database does not say (SQLite).</param>
sealed record ExplainedStatement(string Text, string Plan, IReadOnlyList<string> Faults, long? Blocks);
