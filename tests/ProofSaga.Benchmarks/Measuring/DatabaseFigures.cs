namespace ProofSaga.Benchmarks.Measuring;

/// <summary>What Postgres has counted so far for the pipeline's database.</summary>
/// <param name="Statements">By text: calls, and milliseconds in all.</param>
sealed record DatabaseFigures(long Commits, IReadOnlyDictionary<string, (long Calls, double Milliseconds)> Statements)
{
    /// <summary>What begins and ends a transaction is no query: it is counted by the commits.</summary>
    static readonly string[] TransactionControl = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "DISCARD"];

    public static IReadOnlyList<StatementCount> Between(DatabaseFigures before, DatabaseFigures after, int proofs) =>
        [
            .. after
                .Statements.Select(statement =>
                {
                    var (calls, milliseconds) = before.Statements.GetValueOrDefault(statement.Key);
                    var newCalls = statement.Value.Calls - calls;
                    var microseconds = (statement.Value.Milliseconds - milliseconds) * 1000;
                    return new StatementCount(
                        statement.Key,
                        (double)newCalls / proofs,
                        newCalls == 0 ? 0 : microseconds / newCalls
                    );
                })
                .Where(statement => statement.CallsPerProof > 0)
                .OrderByDescending(statement => statement.CallsPerProof),
        ];

    public static double Queries(IEnumerable<StatementCount> statements) =>
        statements
            .Where(statement =>
                !TransactionControl.Any(word => statement.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            )
            .Sum(statement => statement.CallsPerProof);
}
