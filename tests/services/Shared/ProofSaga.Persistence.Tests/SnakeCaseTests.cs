using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Persistence.Tests;

public class SnakeCaseTests
{
    [TestCase("Id", "id")]
    [TestCase("ProofId", "proof_id")]
    [TestCase("ArtifactSha256", "artifact_sha256")]
    [TestCase("MaxFeePerGasWei", "max_fee_per_gas_wei")]
    public void A_name_is_spelt_in_snake_case(string name, string expected) =>
        Assert.That(SnakeCase.From(name), Is.EqualTo(expected));

    [Test]
    public void Every_status_comes_back_from_its_name([Values] ProofStatus status) =>
        Assert.That(SnakeCase.Parse<ProofStatus>(SnakeCase.Of(status)), Is.EqualTo(status));

    [TestCase("")]
    [TestCase("Queued")]
    [TestCase("unknown")]
    [TestCase("0")]
    public void Another_name_is_refused(string name) =>
        Assert.That(
            () => SnakeCase.Parse<ProofStatus>(name),
            Throws.TypeOf<FormatException>().With.Message.Contains(nameof(ProofStatus))
        );
}
