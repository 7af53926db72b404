namespace ProofSaga.SystemTests.Support;

sealed record ErrorAnswer(string? Stage, string? Kind, string Code, string? Message);
