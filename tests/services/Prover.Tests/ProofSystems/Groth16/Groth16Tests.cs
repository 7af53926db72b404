using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Tests.ProofSystems.Groth16;

/// <summary>Real proofs, made and checked by the shipped prover host.</summary>
public class Groth16Tests
{
    ProverUnderTest prover = null!;
    GeneratedProof proof = null!;

    [OneTimeSetUp]
    public async Task ProveOnce()
    {
        prover = ProverUnderTest.WithRealHost();
        proof = await prover.ProveAsync(prover.Inputs(Examples.First));
    }

    [OneTimeTearDown]
    public async Task StopHosts() => await prover.DisposeAsync();

    [Test]
    public void It_is_verifiable_on_chain_and_not_instant()
    {
        Assert.That(
            prover.Groth16.Describe(),
            Is.EqualTo(new ProofSystemDescription("groth16", VerifiableOnChain: true, IsInstant: false))
        );
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    public async Task The_proof_of_an_example_verifies(int example)
    {
        var inputs = prover.Inputs(Examples.All[example]);
        var steps = new Steps();

        var generated = await prover.ProveAsync(inputs, steps);

        Assert.That(
            generated.PublicSignals,
            Is.EqualTo(new[] { Examples.All[example].GetProperty("hash").GetString() })
        );
        Assert.That(steps.Seen, Is.EqualTo(new[] { "load", "witness", "witness_check", "prove", "self_check" }));
        Assert.That((await prover.VerifyAsync(generated.Document, inputs)).Reason, Is.Null);
    }

    [Test]
    public async Task The_document_names_system_circuit_and_version()
    {
        var document = JsonNode.Parse(proof.Document.Span)!.AsObject();

        Assert.That(
            document.Select(member => member.Key),
            Is.EqualTo(new[] { "proof_system", "circuit", "circuit_version", "proof", "public_signals" })
        );
        Assert.That(document["circuit_version"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await prover.VerifyAsync(proof.Document)).IsValid, Is.True);
    }

    [Test]
    public async Task A_point_that_is_not_on_the_curve_is_invalid()
    {
        var result = await VerifyEditedAsync(document => document["proof"]!["pi_a"]![0] = "5");

        Assert.That(result.Reason, Is.EqualTo("The proof does not verify: pi_a is not on the curve."));
    }

    [Test]
    public async Task A_point_of_another_proof_is_invalid()
    {
        var other = await prover.ProveAsync(prover.Inputs(Examples.All[1]));
        var otherPoint = JsonNode.Parse(other.Document.Span)!["proof"]!["pi_c"]!;

        var result = await VerifyEditedAsync(document => document["proof"]!["pi_c"] = otherPoint.DeepClone());

        Assert.That(result.Reason, Is.EqualTo("The proof does not verify: the pairing equation does not hold."));
    }

    [Test]
    public async Task A_changed_public_signal_is_invalid()
    {
        var result = await VerifyEditedAsync(document => document["public_signals"]![0] = "5");

        Assert.That(result.Reason, Is.EqualTo("The proof does not verify: the pairing equation does not hold."));
    }

    [Test]
    public async Task A_public_signal_plus_the_order_of_the_field_is_invalid()
    {
        var signal = BigInteger.Parse(proof.PublicSignals[0]) + ScalarField.Order;

        var result = await VerifyEditedAsync(document => document["public_signals"]![0] = signal.ToString());

        Assert.That(
            result.Reason,
            Is.EqualTo("The proof does not verify: public signal 0 is not a field element in decimal form.")
        );
    }

    [TestCase("[]")]
    [TestCase("""["1", "2"]""")]
    public async Task Too_few_or_too_many_public_signals_are_invalid(string signals)
    {
        var result = await VerifyEditedAsync(document => document["public_signals"] = JsonNode.Parse(signals));

        Assert.That(result.Reason, Does.Contain("public signals, not 1"));
    }

    [TestCase("proof_system", "\"plonk\"")]
    [TestCase("circuit", "\"withdraw\"")]
    [TestCase("circuit_version", "2")]
    [TestCase("proof", "7")]
    [TestCase("proof", "{}")]
    [TestCase("proof", """{"protocol": "groth16", "curve": "bn128", "pi_a": [[["1"]]]}""")]
    public async Task A_document_of_something_else_is_invalid(string member, string json)
    {
        var result = await VerifyEditedAsync(document => document[member] = JsonNode.Parse(json));

        Assert.That(result.IsValid, Is.False);
    }

    [TestCase("")]
    [TestCase("not JSON")]
    [TestCase("[[[[")]
    public async Task What_is_no_document_is_invalid(string text)
    {
        Assert.That((await prover.VerifyAsync(Encoding.UTF8.GetBytes(text))).IsValid, Is.False);
    }

    [Test]
    public async Task A_valid_proof_of_other_public_inputs_is_invalid_for_what_was_asked()
    {
        var result = await prover.VerifyAsync(proof.Document, prover.Inputs(Examples.All[1]));

        Assert.That(result.Reason, Is.EqualTo("The public signal 'hash' is not the input that was asked for."));
    }

    [Test]
    public void Inputs_that_break_a_constraint_fail_for_good_and_the_place_is_named()
    {
        var failure = Assert.ThrowsAsync<ProofSystemException>(() =>
            prover.ProveAsync(prover.Inputs("1", "2", hash: "3"))
        );

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.ConstraintUnsatisfied));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Permanent));
        Assert.That(
            failure.Message,
            Does.Match(@"^a constraint of the circuit is not satisfied: template Preimage_\d+, line \d+$")
        );
    }

    [Test]
    public void A_circuit_without_the_proof_system_is_refused()
    {
        var circuit = prover.Circuit with { ProofSystems = [] };
        var request = new ProofRequest(Guid.NewGuid(), circuit, prover.Inputs(Examples.First));

        var failure = Assert.ThrowsAsync<ProofSystemException>(() =>
            prover.Groth16.ProveAsync(request, new Steps(), CancellationToken.None)
        );

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.UnsupportedProofSystem));
    }

    [Test]
    public async Task No_witness_value_is_in_a_log_or_an_exception()
    {
        const string first = "31337313373133731337";
        const string second = "42424242424242424242";
        const string proved = "987654321";
        await prover.ProveAsync(prover.Inputs(Examples.All[3]));

        var failure = Assert.ThrowsAsync<ProofSystemException>(() =>
            prover.ProveAsync(prover.Inputs(first, second, hash: "5"))
        );

        string[] written = [.. prover.Logs.Entries, failure.ToString()];
        Assert.That(prover.Logs.Entries, Is.Not.Empty);
        Assert.That(written, Has.None.Contains(first).And.None.Contains(second).And.None.Contains(proved));
    }

    Task<VerificationResult> VerifyEditedAsync(Action<JsonObject> edit)
    {
        var document = JsonNode.Parse(proof.Document.Span)!.AsObject();
        edit(document);
        return prover.VerifyAsync(Encoding.UTF8.GetBytes(document.ToJsonString()));
    }
}
