namespace ProofSaga.Benchmarks.Measuring;

/// <summary>One statement of the pipeline, as <c>pg_stat_statements</c> knows it.</summary>
/// <param name="MicrosecondsEach">Inside Postgres, without parsing and planning.</param>
public sealed record StatementCount(string Text, double CallsPerProof, double MicrosecondsEach);
