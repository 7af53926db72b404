using System.Text.Json;

namespace ProofSaga.Cli.Api;

/// <summary>The body of <c>POST /api/v1/proofs</c>.</summary>
public sealed record ProofSubmission(string Circuit, string ProofSystem, JsonElement Inputs);
