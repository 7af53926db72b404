namespace ProofSaga.Cli.Demo;

/// <param name="Problem">What the chain says otherwise than the API; null if they agree.</param>
sealed record ChainCheckResult(Guid ProofId, string? Problem);
