namespace ProofSaga.SystemTests.Support;

/// <summary>One event of the chain's log.</summary>
/// <param name="Kind"><c>published</c> or <c>attested</c>.</param>
sealed record ListedPublication(string Kind, Guid ProofId, string TransactionHash, long BlockNumber);
