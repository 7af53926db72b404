using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Prover.ProofSystems.Commitment;

/// <summary>
/// A commitment to witness inputs: HMAC-SHA256 (RFC 2104, FIPS 180-4) under a fresh random key, the opening, of a
/// domain tag, the circuit's name and version, and the inputs in canonical form.
/// </summary>
/// <remarks>
/// <para>
/// Binding, from the collision resistance of SHA-256 alone: the key has one fixed length below SHA-256's block, so
/// HMAC pads it without loss, and two different pairs of opening and message with one commitment are a collision of
/// the inner or of the outer hash. The message has one reading: a name has no <c>@</c>, a version has only digits,
/// and both end at a zero byte.
/// </para>
/// <para>
/// Hiding, if HMAC-SHA256 is a pseudorandom function: without the opening, 32 uniformly random bytes, a commitment
/// tells nothing of the inputs, not even whether two commitments are to the same ones.
/// </para>
/// <para>
/// Limits. It is no zero-knowledge proof: it shows that the inputs were fixed at a time, not that they satisfy the
/// circuit, and only somebody who is given the inputs can check it. The opening is part of the proof document, so
/// whoever has the document can test guesses at the inputs; inputs that can be guessed are hidden only from those who
/// see the commitment, or a hash of the document, alone.
/// </para>
/// </remarks>
static class HashCommitment
{
    public const string Scheme = "hmac-sha256";

    public const int OpeningBytes = 32;

    static readonly byte[] DomainTag = "proofsaga/commitment/v1\0"u8.ToArray();

    public static byte[] NewOpening() => RandomNumberGenerator.GetBytes(OpeningBytes);

    public static byte[] Compute(byte[] opening, CircuitManifest circuit, CanonicalInputs inputs)
    {
        var version = circuit.Version.ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, opening);
        hmac.AppendData(DomainTag);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{circuit.Name}@{version}\0"));
        hmac.AppendData(inputs.ToUtf8Json().Span);
        return hmac.GetHashAndReset();
    }
}
