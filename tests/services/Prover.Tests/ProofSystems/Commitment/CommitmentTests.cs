using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Tests.ProofSystems.Commitment;

public class CommitmentTests
{
    ProverUnderTest prover = null!;
    CanonicalInputs inputs = null!;
    GeneratedProof proof = null!;

    [OneTimeSetUp]
    public async Task CommitOnce()
    {
        prover = ProverUnderTest.WithRealHost();
        inputs = prover.Inputs(Examples.First);
        proof = await ProveAsync();
    }

    [OneTimeTearDown]
    public async Task Dispose() => await prover.DisposeAsync();

    [Test]
    public void It_is_instant_and_not_verifiable_on_chain()
    {
        Assert.That(
            prover.Commitment.Describe(),
            Is.EqualTo(new ProofSystemDescription("commitment", VerifiableOnChain: false, IsInstant: true))
        );
    }

    [Test]
    public async Task A_commitment_verifies_with_its_inputs()
    {
        Assert.That((await VerifyAsync(proof.Document, inputs)).Reason, Is.Null);
    }

    [Test]
    public async Task A_commitment_does_not_verify_with_other_inputs()
    {
        var result = await VerifyAsync(proof.Document, prover.Inputs(Examples.All[1]));

        Assert.That(result.Reason, Is.EqualTo("The commitment is not one to these inputs."));
    }

    [Test]
    public void It_is_the_HMAC_that_its_documentation_says()
    {
        var json = JsonNode.Parse(proof.Document.Span)!["proof"]!;
        var opening = Convert.FromHexString(json["opening"]!.GetValue<string>());
        byte[] message =
        [
            .. "proofsaga/commitment/v1\0preimage@1\0"u8,
            .. Encoding.UTF8.GetBytes(Examples.First.GetRawText().ReplaceLineEndings("").Replace(" ", "")),
        ];

        Assert.That(
            json["commitment"]!.GetValue<string>(),
            Is.EqualTo(Convert.ToHexStringLower(HMACSHA256.HashData(opening, message)))
        );
    }

    [Test]
    public async Task Two_commitments_to_the_same_inputs_have_nothing_in_common()
    {
        var other = await ProveAsync();

        foreach (var member in new[] { "commitment", "opening" })
            Assert.That(Member(other, member), Is.Not.EqualTo(Member(proof, member)));
    }

    [TestCase("commitment")]
    [TestCase("opening")]
    public async Task A_changed_member_is_invalid(string member)
    {
        var result = await VerifyEditedAsync(document => document["proof"]![member] = new string('0', 64));

        Assert.That(result.Reason, Is.EqualTo("The commitment is not one to these inputs."));
    }

    [TestCase("scheme", "\"sha256\"")]
    [TestCase("opening", "\"00\"")]
    [TestCase("opening", "null")]
    [TestCase("salt", "\"00\"")]
    public async Task What_is_no_commitment_is_invalid(string member, string json)
    {
        var result = await VerifyEditedAsync(document => document["proof"]![member] = JsonNode.Parse(json));

        Assert.That(result.IsValid, Is.False);
    }

    [Test]
    public async Task A_commitment_of_another_version_of_the_circuit_is_invalid()
    {
        var circuit = prover.Circuit with { Version = 2 };
        var request = new VerificationRequest(Guid.NewGuid(), circuit, proof.Document, inputs);

        Assert.That((await prover.Commitment.VerifyAsync(request, CancellationToken.None)).IsValid, Is.False);
    }

    [Test]
    public void Without_the_inputs_there_is_no_check()
    {
        var failure = Assert.ThrowsAsync<ProofSystemException>(() => VerifyAsync(proof.Document, given: null));

        Assert.That(failure.Code, Is.EqualTo(FailureCodes.InputsRequired));
        Assert.That(failure.Kind, Is.EqualTo(FailureKind.Permanent));
    }

    static string Member(GeneratedProof proof, string member) =>
        JsonNode.Parse(proof.Document.Span)!["proof"]![member]!.GetValue<string>();

    Task<GeneratedProof> ProveAsync() =>
        prover.Commitment.ProveAsync(prover.Request(inputs), new Steps(), CancellationToken.None);

    Task<VerificationResult> VerifyAsync(ReadOnlyMemory<byte> document, CanonicalInputs? given) =>
        prover.Commitment.VerifyAsync(
            new VerificationRequest(Guid.NewGuid(), prover.Circuit, document, given),
            CancellationToken.None
        );

    Task<VerificationResult> VerifyEditedAsync(Action<JsonObject> edit)
    {
        var document = JsonNode.Parse(proof.Document.Span)!.AsObject();
        edit(document);
        return VerifyAsync(Encoding.UTF8.GetBytes(document.ToJsonString()), inputs);
    }
}
