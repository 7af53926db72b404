using System.Reflection;
using ProofSaga.Contracts.Failures;

namespace ProofSaga.Contracts.Tests.Failures;

public class FailureTableTests
{
    static IEnumerable<string> Codes =>
        typeof(FailureCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(code => (string)code.GetRawConstantValue()!);

    [Test]
    public void Every_code_has_one_row_and_every_row_a_code() =>
        Assert.That(FailureTable.All.Select(failure => failure.Code), Is.EquivalentTo(Codes));

    [TestCaseSource(nameof(Codes))]
    public void A_code_is_snake_case_and_its_advice_one_short_sentence(string code)
    {
        var failure = FailureTable.Find(code)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Does.Match("^[a-z]+(_[a-z]+)*$").And.Length.LessThanOrEqualTo(64));
            Assert.That(failure.Advice, Does.Match("^[A-Z][^.]*\\.$").Or.Contain("Chain:"), "one sentence");
            Assert.That(failure.Advice, Has.Length.LessThanOrEqualTo(140));
        }
    }

    [TestCase(FailureCodes.ConstraintUnsatisfied, FailureKind.Permanent)]
    [TestCase(FailureCodes.InvalidInputs, FailureKind.Permanent)]
    [TestCase(FailureCodes.RequestTooLarge, FailureKind.Permanent)]
    [TestCase(FailureCodes.ProofInvalid, FailureKind.Permanent)]
    [TestCase(FailureCodes.NullifierSpent, FailureKind.Permanent)]
    [TestCase(FailureCodes.Reverted, FailureKind.Permanent)]
    [TestCase(FailureCodes.InvalidArtifact, FailureKind.Permanent)]
    [TestCase(FailureCodes.ArtifactNotFound, FailureKind.Permanent)]
    [TestCase(FailureCodes.ArtifactUnavailable, FailureKind.Transient)]
    [TestCase(FailureCodes.ProverKilled, FailureKind.Transient)]
    [TestCase(FailureCodes.ProverOutOfMemory, FailureKind.Transient)]
    [TestCase(FailureCodes.ProverCrashed, FailureKind.Transient)]
    [TestCase(FailureCodes.ProverTimeout, FailureKind.Transient)]
    [TestCase(FailureCodes.ChainError, FailureKind.Transient)]
    [TestCase(FailureCodes.NotMinedInTime, FailureKind.Transient)]
    [TestCase(FailureCodes.WorkerFault, FailureKind.Transient)]
    public void The_kind_of_a_failure_is_the_documented_one(string code, FailureKind kind) =>
        Assert.That(FailureTable.KindOf(code), Is.EqualTo(kind));

    [Test]
    public void A_code_of_another_version_is_tried_again()
    {
        Assert.That(FailureTable.Find("of_another_version"), Is.Null);
        Assert.That(FailureTable.KindOf("of_another_version"), Is.EqualTo(FailureKind.Transient));
    }
}
