using System.Numerics;

namespace ProofSaga.Persistence.Nullifiers;

/// <summary>A nullifier of a circuit, in one version of it: what may be spent once.</summary>
/// <param name="Value">The field element: from 0, below 2²⁵⁶.</param>
public sealed record NullifierClaim(string Circuit, int CircuitVersion, BigInteger Value)
{
    /// <summary>The value as it is stored.</summary>
    /// <exception cref="OverflowException">It is negative or too large.</exception>
    internal byte[] ToBytes()
    {
        var bytes = new byte[NullifierReservation.NullifierBytes];
        var length = Value.GetByteCount(isUnsigned: true);
        return
            length <= bytes.Length
            && Value.TryWriteBytes(bytes.AsSpan(bytes.Length - length), out _, isUnsigned: true, isBigEndian: true)
            ? bytes
            : throw new OverflowException($"A nullifier of '{Circuit}' has more than {bytes.Length} bytes.");
    }
}
