using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Ethereum.Tests.Registry;

public class Groth16EncodingTests
{
    const string FieldPrime = "21888242871839275222246405745257275088696311157297823662689037894645226208583";
    const string ScalarPrime = "21888242871839275222246405745257275088548364400416034343698204186575808495617";

    [Test]
    public void A_proof_has_the_imaginary_parts_of_B_first()
    {
        var proof = PreimageSample.Proof;
        var b = proof.GetProperty("pi_b");

        var words = Groth16Encoding.Proof(proof).Select(word => word.ToString()).ToArray();

        Assert.That(words, Has.Length.EqualTo(8));
        Assert.That(words[2..4], Is.EqualTo(new[] { b[0][1].GetString(), b[0][0].GetString() }));
        Assert.That(words[4..6], Is.EqualTo(new[] { b[1][1].GetString(), b[1][0].GetString() }));
    }

    [Test]
    public void A_key_has_14_words_and_two_for_each_point_of_IC()
    {
        Assert.That(Groth16Encoding.VerificationKey(PreimageSample.VerificationKey), Has.Length.EqualTo(14 + 2 * 2));
    }

    [Test]
    public void A_proof_that_is_wrong_names_the_field()
    {
        AssertProofRefused(proof => proof.Remove("pi_a"), "pi_a is missing");
        AssertProofRefused(proof => proof["protocol"] = "plonk", "protocol is not \"groth16\"");
        AssertProofRefused(proof => proof["curve"] = "bls12381", "curve is not \"bn128\"");
        AssertProofRefused(proof => proof["pi_a"]![1] = FieldPrime, "pi_a[1] is not below the field prime");
        AssertProofRefused(proof => proof["pi_a"]![1] = "-1", "pi_a[1] is not a decimal number in quotes");
        AssertProofRefused(proof => proof["pi_a"]![1] = 5, "pi_a[1] is not a decimal number in quotes");
        AssertProofRefused(proof => proof["pi_a"]![1] = new string('9', 100000), "pi_a[1] is not a decimal number");
        AssertProofRefused(proof => proof["pi_a"]![2] = "0", "pi_a is not in affine coordinates");
        AssertProofRefused(proof => proof["pi_c"] = "1", "pi_c is not an array");
        AssertProofRefused(proof => proof["pi_b"]!.AsArray().RemoveAt(2), "pi_b is not an array of 3 pairs");
        AssertProofRefused(proof => proof["pi_b"]![0]!.AsArray().RemoveAt(1), "pi_b[0] is not a pair of numbers");
        AssertProofRefused(proof => proof["pi_b"]![2]![1] = "1", "pi_b is not in affine coordinates");
    }

    [Test]
    public void A_key_whose_counts_do_not_agree_is_refused()
    {
        var key = JsonNode.Parse(PreimageSample.VerificationKey.GetRawText())!.AsObject();
        key["nPublic"] = 2;

        Assert.That(
            () => Groth16Encoding.VerificationKey(JsonSerializer.SerializeToElement(key)),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("IC has 2 points; 2 public signals need 3.")
        );
    }

    [TestCase($"[\"1\",\"{ScalarPrime}\"]", "Public signal 1 is not below the order of bn128.")]
    [TestCase("[1]", "Public signal 0 is not a decimal number in quotes.")]
    [TestCase("{}", "public signals is not an array.")]
    public void A_public_signal_that_is_no_scalar_is_refused(string json, string message)
    {
        using var signals = JsonDocument.Parse(json);

        Assert.That(
            () => Groth16Encoding.PublicSignals(signals.RootElement),
            Throws.TypeOf<FormatException>().With.Message.EqualTo(message)
        );
    }

    static void AssertProofRefused(Action<JsonObject> spoil, string reason)
    {
        var proof = JsonNode.Parse(PreimageSample.Proof.GetRawText())!.AsObject();
        spoil(proof);
        Assert.That(
            () => Groth16Encoding.Proof(JsonSerializer.SerializeToElement(proof)),
            Throws.TypeOf<FormatException>().With.Message.Contains(reason)
        );
    }
}
