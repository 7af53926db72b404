namespace ProofSaga.Contracts.Submission;

/// <summary>A file in object storage that a proof needs.</summary>
/// <param name="Name">The attachment's name in the circuit's manifest.</param>
/// <param name="ObjectKey">Where it lies in the object store.</param>
/// <param name="Sha256">Its SHA-256 as 64 lower-case hexadecimal digits.</param>
public sealed record ProofAttachment(string Name, string ObjectKey, string Sha256);
