using System.Numerics;

namespace ProofSaga.Ethereum.Hashing;

/// <summary>Keccak-f[1600], the permutation of FIPS 202 section 3.</summary>
static class KeccakPermutation
{
    /// <summary>Lanes of the state, 64 bits each; lane (x, y) is at <c>x + 5y</c>.</summary>
    public const int Lanes = 25;

    static readonly ulong[] RoundConstants =
    [
        0x0000000000000001,
        0x0000000000008082,
        0x800000000000808A,
        0x8000000080008000,
        0x000000000000808B,
        0x0000000080000001,
        0x8000000080008081,
        0x8000000000008009,
        0x000000000000008A,
        0x0000000000000088,
        0x0000000080008009,
        0x000000008000000A,
        0x000000008000808B,
        0x800000000000008B,
        0x8000000000008089,
        0x8000000000008003,
        0x8000000000008002,
        0x8000000000000080,
        0x000000000000800A,
        0x800000008000000A,
        0x8000000080008081,
        0x8000000000008080,
        0x0000000080000001,
        0x8000000080008008,
    ];

    // steps rho and pi as one walk over the lanes: where the walk goes next, and how far that lane is rotated
    static readonly int[] WalkLane =
    [
        10,
        7,
        11,
        17,
        18,
        3,
        5,
        16,
        8,
        21,
        24,
        4,
        15,
        23,
        19,
        13,
        12,
        2,
        20,
        14,
        22,
        9,
        6,
        1,
    ];
    static readonly int[] WalkRotation =
    [
        1,
        3,
        6,
        10,
        15,
        21,
        28,
        36,
        45,
        55,
        2,
        14,
        27,
        41,
        56,
        8,
        25,
        43,
        62,
        18,
        39,
        61,
        20,
        44,
    ];

    public static void Apply(Span<ulong> state)
    {
        foreach (var roundConstant in RoundConstants)
        {
            Theta(state);
            RhoAndPi(state);
            Chi(state);
            state[0] ^= roundConstant;
        }
    }

    static void Theta(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];

        for (var x = 0; x < 5; x++)
        {
            var mix = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            for (var y = 0; y < Lanes; y += 5)
                state[x + y] ^= mix;
        }
    }

    static void RhoAndPi(Span<ulong> state)
    {
        var carried = state[1];
        for (var step = 0; step < WalkLane.Length; step++)
        {
            var lane = WalkLane[step];
            (carried, state[lane]) = (state[lane], BitOperations.RotateLeft(carried, WalkRotation[step]));
        }
    }

    static void Chi(Span<ulong> state)
    {
        for (var y = 0; y < Lanes; y += 5)
        {
            var (first, second) = (state[y], state[y + 1]);
            state[y] ^= ~state[y + 1] & state[y + 2];
            state[y + 1] ^= ~state[y + 2] & state[y + 3];
            state[y + 2] ^= ~state[y + 3] & state[y + 4];
            state[y + 3] ^= ~state[y + 4] & first;
            state[y + 4] ^= ~first & second;
        }
    }
}
