using System.Security.Cryptography;

namespace ProofSaga.Persistence.Secrets;

/// <summary>
/// Keeps witness inputs, and messages that may hold some, at rest: AES-256-GCM (NIST SP 800-38D), bound to the id of their
/// proof or dead letter.
/// </summary>
public sealed class InputProtector(SecretKey secretKey)
{
    const int NonceBytes = 12;
    const int TagBytes = 16;

    readonly byte[] key = secretKey.Derive("proofsaga/inputs/v1");
    readonly byte[] fingerprintKey = secretKey.Derive("proofsaga/submission-fingerprint/v1");

    /// <returns>Nonce, tag and ciphertext: 28 bytes more than <paramref name="inputs"/>.</returns>
    public byte[] Protect(Guid ownerId, ReadOnlySpan<byte> inputs)
    {
        var result = new byte[NonceBytes + TagBytes + inputs.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            inputs,
            result.AsSpan(NonceBytes + TagBytes),
            result.AsSpan(NonceBytes, TagBytes),
            ownerId.ToByteArray(bigEndian: true)
        );
        return result;
    }

    /// <exception cref="CryptographicException">Another key, another owner, or the bytes were changed.</exception>
    public byte[] Unprotect(Guid ownerId, ReadOnlySpan<byte> protectedInputs)
    {
        if (protectedInputs.Length < NonceBytes + TagBytes)
            throw new CryptographicException("Too short to be protected inputs.");

        var inputs = new byte[protectedInputs.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            protectedInputs[..NonceBytes],
            protectedInputs[(NonceBytes + TagBytes)..],
            protectedInputs.Slice(NonceBytes, TagBytes),
            inputs,
            ownerId.ToByteArray(bigEndian: true)
        );
        return inputs;
    }

    /// <summary>
    /// HMAC-SHA-256 of a submission's canonical content. Keyed, since a plain hash of inputs with few possible values
    /// would give them away to whoever reads the database.
    /// </summary>
    public byte[] Fingerprint(ReadOnlySpan<byte> content) => HMACSHA256.HashData(fingerprintKey, content);
}
