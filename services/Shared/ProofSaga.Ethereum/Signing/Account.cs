using System.Security.Cryptography;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Signing;

/// <summary>
/// An account whose private key this process holds. The key lives in the platform's <see cref="ECDsa"/> and is only ever
/// used there; <see cref="ToString"/> and every error show the address at most.
/// </summary>
/// <remarks>Safe for use by several threads. Signatures are randomised: the same transaction signed twice has two hashes.</remarks>
public sealed class Account : ITransactionSigner, IDisposable
{
    const int KeyLength = 32;

    readonly ECDsa key;
    readonly Lock signing = new();

    Account(ECDsa key)
    {
        this.key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        Address = EcdsaSignature.AddressOfKey(point.X!, point.Y!);
    }

    public Address Address { get; }

    /// <param name="hex">64 hex digits, with or without <c>0x</c>; surrounding white space is ignored (a key file ends in a line break).</param>
    /// <exception cref="FormatException">This is no private key. The message says why and never contains the text.</exception>
    public static Account FromPrivateKey(string hex)
    {
        var digits = hex.AsSpan().Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];

        if (digits.IsEmpty)
            throw new FormatException("The private key is empty.");
        if (digits.Length != 2 * KeyLength)
            throw new FormatException($"The private key has {digits.Length} hex digits where 64 are needed.");

        var scalar = new byte[KeyLength];
        try
        {
            if (Convert.FromHexString(digits, scalar, out _, out _) != System.Buffers.OperationStatus.Done)
                throw new FormatException("The private key has a character that is no hex digit.");
            return FromScalar(scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    static Account FromScalar(byte[] scalar)
    {
        if (!scalar.AsSpan().ContainsAnyExcept((byte)0))
            throw new FormatException("The private key is zero.");
        if (scalar.AsSpan().SequenceCompareTo(UInt256.ToBytes(Secp256k1.Order)) >= 0)
            throw new FormatException("The private key is not below the order of secp256k1.");

        // without a point the platform derives it from the scalar
        return new Account(
            ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(Secp256k1.Oid), D = scalar })
        );
    }

    /// <summary>Signs a 32-byte digest as it is, with low S (EIP-2).</summary>
    public EcdsaSignature Sign(Bytes32 digest)
    {
        while (true)
        {
            byte[] bytes;
            lock (signing)
                bytes = key.SignHash(digest.ToArray(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

            var r = UInt256.Read(bytes.AsSpan(0, KeyLength));
            var s = UInt256.Read(bytes.AsSpan(KeyLength));
            if (s > Secp256k1.Order / 2)
                s = Secp256k1.Order - s;

            for (var yParity = 0; yParity <= 1; yParity++)
            {
                var signature = new EcdsaSignature(r, s, yParity);
                if (signature.RecoverSigner(digest) == Address)
                    return signature;
            }

            // x of the ephemeral point was n or more (one time in 2^127), which no parity bit expresses: sign anew
        }
    }

    /// <inheritdoc/>
    public Task<SignedTransaction> SignAsync(
        Eip1559Transaction transaction,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(transaction.Sign(this));

    public override string ToString() => Address.ToString();

    public void Dispose() => key.Dispose();
}
