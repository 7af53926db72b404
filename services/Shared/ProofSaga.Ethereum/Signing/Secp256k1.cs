using System.Globalization;
using System.Numerics;

namespace ProofSaga.Ethereum.Signing;

/// <summary>Parameters of secp256k1 (SEC 2 version 2, section 2.4.1) and public key recovery (SEC 1 version 2, section 4.1.6).</summary>
static class Secp256k1
{
    public const string Oid = "1.3.132.0.10";

    public static readonly BigInteger FieldPrime = FromHex(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F"
    );

    /// <summary>n, the order of the group.</summary>
    public static readonly BigInteger Order = FromHex(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141"
    );

    static readonly Secp256k1Point Generator = Secp256k1Point.FromAffine(
        FromHex("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798"),
        FromHex("483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8")
    );

    /// <summary>The public key under which the signature is valid for the digest; null if there is none.</summary>
    public static (BigInteger X, BigInteger Y)? RecoverPublicKey(Bytes32 digest, EcdsaSignature signature)
    {
        var (r, s) = (signature.R, signature.S);
        if (r.Sign <= 0 || r >= Order || s.Sign <= 0 || s >= Order)
            return null;

        var ySquared = Modulo(r * r * r + 7, FieldPrime);
        // p = 3 (mod 4), so this power is a square root if there is one
        var y = BigInteger.ModPow(ySquared, (FieldPrime + 1) / 4, FieldPrime);
        if (Modulo(y * y, FieldPrime) != ySquared)
            return null;
        if (y.IsEven != (signature.YParity == 0))
            y = FieldPrime - y;

        var rInverse = Inverse(r, Order);
        var key = Secp256k1Point.MultiplyAdd(
            Modulo(-digest.ToUInt256() * rInverse, Order),
            Generator,
            Modulo(s * rInverse, Order),
            Secp256k1Point.FromAffine(r, y)
        );
        return key.IsInfinity ? null : key.ToAffine();
    }

    public static BigInteger Inverse(BigInteger value, BigInteger prime) => BigInteger.ModPow(value, prime - 2, prime);

    public static BigInteger Modulo(BigInteger value, BigInteger modulus)
    {
        var remainder = BigInteger.Remainder(value, modulus);
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }

    // the zero in front keeps the parser from reading a sign into the first digit
    static BigInteger FromHex(string digits) =>
        BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
