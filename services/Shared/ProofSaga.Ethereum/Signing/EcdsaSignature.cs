using System.Numerics;
using ProofSaga.Ethereum.Hashing;

namespace ProofSaga.Ethereum.Signing;

/// <summary>A signature on secp256k1 with what is needed to recover its signer.</summary>
/// <param name="R">x of the ephemeral point, 1 to n - 1.</param>
/// <param name="S">1 to n/2: EIP-2 forbids the upper half.</param>
/// <param name="YParity">0 if y of the ephemeral point is even, else 1 (EIP-2718 transactions; <c>v - 27</c> elsewhere).</param>
public readonly record struct EcdsaSignature(BigInteger R, BigInteger S, int YParity)
{
    /// <summary>Whether S is in the lower half of the order, as EIP-2 demands.</summary>
    public bool IsLowS => S <= Secp256k1.Order / 2;

    /// <summary>The account that signed the digest; null if no key could have made this signature.</summary>
    public Address? RecoverSigner(Bytes32 digest)
    {
        if (Secp256k1.RecoverPublicKey(digest, this) is not var (x, y))
            return null;
        return AddressOfKey(UInt256.ToBytes(x), UInt256.ToBytes(y));
    }

    /// <summary>The last 20 bytes of the hash of the uncompressed public key (Yellow Paper, appendix F).</summary>
    internal static Address AddressOfKey(byte[] x, byte[] y) => new(Keccak256.Hash([.. x, .. y]).ToArray().AsSpan(12));
}
