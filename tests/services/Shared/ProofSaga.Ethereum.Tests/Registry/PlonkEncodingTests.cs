using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Registry;

public class PlonkEncodingTests
{
    const string FieldPrime = "21888242871839275222246405745257275088696311157297823662689037894645226208583";
    const string ScalarPrime = "21888242871839275222246405745257275088548364400416034343698204186575808495617";

    [Test]
    public void A_proof_has_nine_points_and_six_evaluations_in_the_order_of_the_verifier()
    {
        var (proof, _) = ProductPlonk.Proof("threeTimesEleven");
        string Text(string point, int at) => proof.GetProperty(point)[at].GetString()!;

        var words = PlonkEncoding.Proof(proof).Select(word => word.ToString()).ToArray();

        Assert.That(words, Has.Length.EqualTo(PlonkEncoding.ProofWords));
        Assert.That(words[..2], Is.EqualTo(new[] { Text("A", 0), Text("A", 1) }));
        Assert.That(words[16..18], Is.EqualTo(new[] { Text("Wxiw", 0), Text("Wxiw", 1) }));
        Assert.That(words[18], Is.EqualTo(proof.GetProperty("eval_a").GetString()));
        Assert.That(words[23], Is.EqualTo(proof.GetProperty("eval_zw").GetString()));
    }

    [Test]
    public void A_proof_that_is_wrong_names_the_field()
    {
        AssertRefused(proof => proof.Remove("Z"), "Z is missing");
        AssertRefused(proof => proof["protocol"] = "groth16", "protocol is not \"plonk\"");
        AssertRefused(proof => proof["curve"] = "bls12381", "curve is not \"bn128\"");
        AssertRefused(proof => proof["T1"]![1] = FieldPrime, "T1[1] is not below the field prime");
        AssertRefused(proof => proof["T1"]![2] = "0", "T1 is not in affine coordinates");
        AssertRefused(proof => proof["Wxi"] = "1", "Wxi is not an array");
        AssertRefused(proof => proof["eval_s1"] = ScalarPrime, "eval_s1 is not below the order");
        AssertRefused(proof => proof["eval_s1"] = 5, "eval_s1 is not a decimal number in quotes");
        AssertRefused(proof => proof["eval_zw"] = new string('9', 100000), "eval_zw is not a decimal number");
    }

    static void AssertRefused(Action<JsonObject> spoil, string reason)
    {
        var proof = JsonNode.Parse(ProductPlonk.Proof("threeTimesEleven").Proof.GetRawText())!.AsObject();
        spoil(proof);
        Assert.That(
            () => PlonkEncoding.Proof(JsonSerializer.SerializeToElement(proof)),
            Throws.TypeOf<FormatException>().With.Message.Contains(reason)
        );
    }
}
