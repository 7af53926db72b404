namespace ProofSaga.Cli.Api;

/// <param name="DurationMs">Milliseconds from start to end; null for a stage that is not over.</param>
public sealed record StageView(double? DurationMs);
