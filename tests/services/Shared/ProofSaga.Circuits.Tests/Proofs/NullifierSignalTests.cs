using System.Numerics;
using System.Text.Json;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Testing.Circuits;

namespace ProofSaga.Circuits.Tests.Proofs;

public class NullifierSignalTests
{
    CircuitCopy copy = null!;
    CircuitManifest circuit = null!;

    [SetUp]
    public void LoadCircuit()
    {
        copy = CircuitCopy.WithNullifier();
        circuit = CircuitLoader.Load(copy.Folder).Manifest!;
    }

    [TearDown]
    public void DeleteCopy() => copy.Dispose();

    [Test]
    public void That_of_a_document_is_the_public_signal_which_the_manifest_names() =>
        Assert.That(NullifierSignal.Of(WithOutput(circuit), Document("5", "7")), Is.EqualTo(new BigInteger(7)));

    [Test]
    public void A_document_without_public_signals_has_none() =>
        Assert.That(NullifierSignal.Of(circuit, Document()), Is.Null);

    [Test]
    public void A_circuit_without_one_has_none_whatever_the_document() =>
        Assert.That(NullifierSignal.Of(circuit with { Nullifier = null }, "no document"u8), Is.Null);

    [TestCase("-7")]
    [TestCase("0x7")]
    [TestCase(" 7")]
    public void A_signal_that_is_no_decimal_number_is_refused(string signal) =>
        Assert.Throws<FormatException>(() => NullifierSignal.Of(circuit, Document(signal)));

    [TestCase("\"255\"")]
    [TestCase("255")]
    [TestCase("\"0xff\"")]
    [TestCase("\"0x00FF\"")]
    public void That_of_inputs_is_one_number_in_every_spelling(string json) =>
        Assert.That(NullifierSignal.Of(circuit, Inputs(json)), Is.EqualTo(new BigInteger(255)));

    [Test]
    public void A_nullifier_that_the_circuit_computes_is_not_known_from_the_inputs() =>
        Assert.That(NullifierSignal.Of(WithOutput(circuit) with { Nullifier = "output" }, Inputs("1")), Is.Null);

    static CircuitManifest WithOutput(CircuitManifest circuit) =>
        circuit with
        {
            PublicSignals = ["output", .. circuit.PublicSignals],
        };

    static byte[] Document(params string[] publicSignals) =>
        new ProofDocument(
            "groth16",
            "preimage",
            1,
            JsonSerializer.SerializeToElement(new { }),
            publicSignals
        ).ToUtf8Json();

    CanonicalInputs Inputs(string hash)
    {
        using var json = JsonDocument.Parse($$"""{"preimage": ["1", "2"], "hash": {{hash}}}""");
        return InputValidator.Validate(circuit, json.RootElement).Inputs!;
    }
}
