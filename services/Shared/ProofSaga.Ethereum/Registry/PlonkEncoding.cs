using System.Numerics;
using System.Text.Json;

namespace ProofSaga.Ethereum.Registry;

/// <summary>From the JSON that snarkjs writes (plonk on bn128, numbers as decimal strings) to the words of our contract.</summary>
/// <remarks>Every method throws <see cref="FormatException"/>, naming the field, if the JSON is not of that kind.</remarks>
public static class PlonkEncoding
{
    /// <summary>x and y of nine points of G1, then six evaluations.</summary>
    public const int ProofWords = 24;

    const string Protocol = "plonk";

    static readonly string[] Points = ["A", "B", "C", "Z", "T1", "T2", "T3", "Wxi", "Wxiw"];
    static readonly string[] Evaluations = ["eval_a", "eval_b", "eval_c", "eval_s1", "eval_s2", "eval_zw"];

    /// <summary>The 24 words of a <c>proof.json</c>, in the order of <c>verifyProof</c> in the contract that snarkjs generates.</summary>
    public static BigInteger[] Proof(JsonElement proof)
    {
        SnarkjsJson.RequireProtocol(proof, Protocol);
        return
        [
            .. Points.SelectMany(name => SnarkjsJson.G1(proof, name)),
            .. Evaluations.Select(name => SnarkjsJson.Scalar(proof, name)),
        ];
    }

    /// <summary>The numbers of a <c>public.json</c>.</summary>
    public static BigInteger[] PublicSignals(JsonElement publicSignals) => SnarkjsJson.PublicSignals(publicSignals);
}
