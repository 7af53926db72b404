namespace ProofSaga.Ethereum.Abi;

/// <summary>Why a contract refused.</summary>
/// <param name="Name">The error's name, for example <c>ProofAlreadyPublished</c>; <c>Error</c> and <c>Panic</c> for Solidity's own; null if there is no known one.</param>
/// <param name="Sentence">For a person, for example <c>ProofAlreadyPublished(proofId: 0x12…)</c>, without a full stop.</param>
public sealed record RevertReason(string? Name, string Sentence);
