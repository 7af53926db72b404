using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProofSaga.Ethereum;

/// <summary>The range of <c>uint256</c> and its 32 big-endian bytes, for numbers held in a <see cref="BigInteger"/>.</summary>
public static class UInt256
{
    public static BigInteger MaxValue { get; } = (BigInteger.One << 256) - 1;

    /// <exception cref="ArgumentOutOfRangeException">The number is negative or above 2^256 - 1.</exception>
    public static void ThrowIfOutOfRange(
        BigInteger value,
        [CallerArgumentExpression(nameof(value))] string? parameter = null
    )
    {
        if (value.Sign < 0 || value > MaxValue)
            throw new ArgumentOutOfRangeException(parameter, "A uint256 is 0 to 2^256 - 1.");
    }

    public static BigInteger Read(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    /// <summary>Writes the number right-aligned into <paramref name="destination"/>, all of which is overwritten.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or needs more bytes.</exception>
    public static void Write(BigInteger value, Span<byte> destination)
    {
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > destination.Length)
            throw new ArgumentOutOfRangeException(
                nameof(value),
                $"The number does not fit {destination.Length} bytes."
            );

        destination.Clear();
        value.TryWriteBytes(
            destination[(destination.Length - value.GetByteCount(isUnsigned: true))..],
            out _,
            isUnsigned: true,
            isBigEndian: true
        );
    }

    public static byte[] ToBytes(BigInteger value)
    {
        var bytes = new byte[Bytes32.Length];
        Write(value, bytes);
        return bytes;
    }
}
