using System.Numerics;

namespace ProofSaga.Ethereum.Signing;

/// <summary>
/// A point of secp256k1 (SEC 2, y² = x³ + 7) in Jacobian coordinates: x = X/Z², y = Y/Z³, infinity has Z = 0.
/// The arithmetic is not constant-time. It is for public values only: signatures, digests and public keys.
/// </summary>
readonly record struct Secp256k1Point(BigInteger X, BigInteger Y, BigInteger Z)
{
    static readonly Secp256k1Point Infinity = new(BigInteger.One, BigInteger.One, BigInteger.Zero);

    public bool IsInfinity => Z.IsZero;

    public static Secp256k1Point FromAffine(BigInteger x, BigInteger y) => new(x, y, BigInteger.One);

    public (BigInteger X, BigInteger Y) ToAffine()
    {
        var inverse = Secp256k1.Inverse(Z, Secp256k1.FieldPrime);
        var inverseSquared = Field(inverse * inverse);
        return (Field(X * inverseSquared), Field(Y * inverseSquared * inverse));
    }

    /// <summary><c>a·p + b·q</c>, both scalars read bit by bit together (Shamir's trick).</summary>
    public static Secp256k1Point MultiplyAdd(BigInteger a, Secp256k1Point p, BigInteger b, Secp256k1Point q)
    {
        var both = p.Add(q);
        var sum = Infinity;
        for (var bit = 255; bit >= 0; bit--)
        {
            sum = sum.Double();
            var (inA, inB) = (!((a >> bit) & 1).IsZero, !((b >> bit) & 1).IsZero);
            if (inA || inB)
                sum = sum.Add(
                    inA && inB ? both
                    : inA ? p
                    : q
                );
        }

        return sum;
    }

    Secp256k1Point Double()
    {
        if (IsInfinity || Y.IsZero)
            return Infinity;

        var ySquared = Field(Y * Y);
        var s = Field(4 * X * ySquared);
        var m = Field(3 * X * X);
        var x = Field(m * m - 2 * s);
        var y = Field(m * (s - x) - 8 * ySquared * ySquared);
        return new Secp256k1Point(x, y, Field(2 * Y * Z));
    }

    Secp256k1Point Add(Secp256k1Point other)
    {
        if (IsInfinity)
            return other;
        if (other.IsInfinity)
            return this;

        var zSquared = Field(Z * Z);
        var otherZSquared = Field(other.Z * other.Z);
        var u = Field(X * otherZSquared);
        var s = Field(Y * otherZSquared * other.Z);
        var h = Field(other.X * zSquared - u);
        var r = Field(other.Y * zSquared * Z - s);
        if (h.IsZero)
            return r.IsZero ? Double() : Infinity;

        var hSquared = Field(h * h);
        var hCubed = Field(h * hSquared);
        var v = Field(u * hSquared);
        var x = Field(r * r - hCubed - 2 * v);
        return new Secp256k1Point(x, Field(r * (v - x) - s * hCubed), Field(h * Z * other.Z));
    }

    static BigInteger Field(BigInteger value) => Secp256k1.Modulo(value, Secp256k1.FieldPrime);
}
