namespace ProofSaga.Cli.Api;

public sealed record ErrorView(string Code, string? Message);
