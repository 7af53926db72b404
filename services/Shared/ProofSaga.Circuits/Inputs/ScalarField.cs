using System.Globalization;
using System.Numerics;

namespace ProofSaga.Circuits.Inputs;

/// <summary>The field that circuits compute in: the scalar field of BN254 (alt_bn128, EIP-196).</summary>
public static class ScalarField
{
    /// <summary>Number of elements of the field, a prime of 254 bits.</summary>
    public static BigInteger Order { get; } =
        BigInteger.Parse(
            "21888242871839275222246405745257275088548364400416034343698204186575808495617",
            CultureInfo.InvariantCulture
        );

    /// <summary>Decimal digits of the largest element.</summary>
    internal const int MaxDecimalDigits = 77;

    /// <summary>Hexadecimal digits of 32 bytes, the form in which other tools pad an element.</summary>
    internal const int MaxHexDigits = 64;
}
