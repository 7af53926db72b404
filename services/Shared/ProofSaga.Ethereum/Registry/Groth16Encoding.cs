using System.Numerics;
using System.Text.Json;

namespace ProofSaga.Ethereum.Registry;

/// <summary>
/// From the JSON that snarkjs writes (groth16 on bn128, numbers as decimal strings) to the words of our contract. A G1
/// point is x, y. A G2 point is x, y with the imaginary part of each first, as EIP-197 orders them; snarkjs writes the
/// real part first.
/// </summary>
/// <remarks>Every method throws <see cref="FormatException"/>, naming the field, if the JSON is not of that kind.</remarks>
public static class Groth16Encoding
{
    const string Protocol = "groth16";

    /// <summary>A (G1), B (G2), C (G1).</summary>
    public const int ProofWords = 8;

    /// <summary>p of EIP-196: coordinates are below it.</summary>
    public static BigInteger FieldPrime => SnarkjsJson.FieldPrime;

    /// <summary>r, the order of the group: public signals are below it.</summary>
    public static BigInteger ScalarPrime => SnarkjsJson.ScalarPrime;

    /// <summary>The eight words of a <c>proof.json</c>.</summary>
    public static BigInteger[] Proof(JsonElement proof)
    {
        SnarkjsJson.RequireProtocol(proof, Protocol);
        return [.. SnarkjsJson.G1(proof, "pi_a"), .. SnarkjsJson.G2(proof, "pi_b"), .. SnarkjsJson.G1(proof, "pi_c")];
    }

    /// <summary>The numbers of a <c>public.json</c>.</summary>
    public static BigInteger[] PublicSignals(JsonElement publicSignals) => SnarkjsJson.PublicSignals(publicSignals);

    /// <summary>The words of a <c>verification_key.json</c>: alpha (G1), beta, gamma, delta (G2), then the points IC (G1), one more than there are public signals.</summary>
    public static BigInteger[] VerificationKey(JsonElement key)
    {
        SnarkjsJson.RequireProtocol(key, Protocol);
        var ic = SnarkjsJson
            .Items(SnarkjsJson.Field(key, "IC"), "IC")
            .SelectMany((point, at) => SnarkjsJson.G1Point(point, $"IC[{at}]"))
            .ToArray();
        var signals = SnarkjsJson.Field(key, "nPublic");
        if (signals.ValueKind != JsonValueKind.Number || !signals.TryGetInt32(out var signalCount) || signalCount < 0)
            throw new FormatException("nPublic is not a number of public signals.");
        if (ic.Length != 2 * (signalCount + 1))
            throw new FormatException(
                $"IC has {ic.Length / 2} points; {signalCount} public signals need {signalCount + 1}."
            );

        return
        [
            .. SnarkjsJson.G1(key, "vk_alpha_1"),
            .. SnarkjsJson.G2(key, "vk_beta_2"),
            .. SnarkjsJson.G2(key, "vk_gamma_2"),
            .. SnarkjsJson.G2(key, "vk_delta_2"),
            .. ic,
        ];
    }
}
