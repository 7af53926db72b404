namespace ProofSaga.Contracts.Submission;

/// <summary>A signature over a submission, for circuits whose manifest asks for one.</summary>
/// <param name="Algorithm">For example <c>ES256</c> (RFC 7518, section 3.4).</param>
/// <param name="PublicKey">The signer's public key, base64 of its SubjectPublicKeyInfo (RFC 5280).</param>
/// <param name="Value">The signature, base64.</param>
public sealed record ProofSignature(string Algorithm, string PublicKey, string Value);
