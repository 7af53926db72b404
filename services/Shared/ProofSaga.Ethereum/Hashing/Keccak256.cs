using System.Buffers.Binary;
using System.Text;

namespace ProofSaga.Ethereum.Hashing;

/// <summary>
/// Keccak-256 as Ethereum uses it: the permutation of FIPS 202 with the original Keccak padding.
/// It is not SHA3-256, which pads differently.
/// </summary>
public static class Keccak256
{
    /// <summary>Bytes absorbed per block: 1600 bits of state less twice the 256 bits of capacity.</summary>
    const int Rate = 136;

    public static Bytes32 Hash(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Bytes32.Length];
        Hash(data, hash);
        return new Bytes32(hash);
    }

    /// <summary>The hash of the text's UTF-8 bytes.</summary>
    public static Bytes32 Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    /// <param name="data">The message, of any length.</param>
    /// <param name="destination">Receives the hash in its first 32 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (destination.Length < Bytes32.Length)
            throw new ArgumentException("A Keccak-256 hash needs 32 bytes.", nameof(destination));

        Span<ulong> state = stackalloc ulong[KeccakPermutation.Lanes];
        for (; data.Length >= Rate; data = data[Rate..])
            Absorb(state, data[..Rate]);

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        Absorb(state, last);

        for (var lane = 0; lane < Bytes32.Length / sizeof(ulong); lane++)
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(lane * sizeof(ulong))..], state[lane]);
    }

    static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var lane = 0; lane < Rate / sizeof(ulong); lane++)
            state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(lane * sizeof(ulong))..]);
        KeccakPermutation.Apply(state);
    }
}
