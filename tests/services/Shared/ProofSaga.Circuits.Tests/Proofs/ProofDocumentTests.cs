using System.Text;
using ProofSaga.Circuits.Proofs;

namespace ProofSaga.Circuits.Tests.Proofs;

public class ProofDocumentTests
{
    const string Text =
        """{"proof_system":"groth16","circuit":"preimage","circuit_version":1,"proof":{"pi_a":["1","2","1"]},"public_signals":["7"]}""";

    [Test]
    public void A_document_has_one_form()
    {
        var document = ProofDocument.Parse(Encoding.UTF8.GetBytes(Text));

        Assert.That(document.CircuitVersion, Is.EqualTo(1));
        Assert.That(document.Proof.GetProperty("pi_a")[1].GetString(), Is.EqualTo("2"));
        Assert.That(document.PublicSignals, Is.EqualTo(new[] { "7" }));
        Assert.That(Encoding.UTF8.GetString(document.ToUtf8Json()), Is.EqualTo(Text));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"proof_system":"groth16","circuit":"preimage","circuit_version":1,"proof":[],"public_signals":[]}""")]
    [TestCase(
        """{"proof_system":"groth16","circuit":"preimage","circuit_version":1,"proof":{},"public_signals":[null]}"""
    )]
    [TestCase("""{"proof_system":null,"circuit":"preimage","circuit_version":1,"proof":{},"public_signals":[]}""")]
    [TestCase(
        """{"proof_system":"groth16","circuit":"preimage","circuit_version":1,"proof":{},"public_signals":[],"x":1}"""
    )]
    public void What_is_no_proof_document_is_a_format_error(string text)
    {
        Assert.That(() => ProofDocument.Parse(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<FormatException>());
    }
}
