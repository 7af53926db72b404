using System.Text.RegularExpressions;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;

namespace ProofSaga.SystemTests.Architecture;

/// <summary>Who fails gives a code of the table, and the table decides what follows.</summary>
public partial class FailureCodeTests
{
    [Test]
    public void No_service_spells_a_code_out()
    {
        var known = FailureTable.All.Select(failure => failure.Code).ToHashSet(StringComparer.Ordinal);
        // words of other languages as well: statuses, and what a chain library calls a revert
        known.ExceptWith([FailureCodes.Invalid, FailureCodes.Conflict, FailureCodes.Cancelled, FailureCodes.Reverted]);

        var spelled =
            from file in SourcesOf("services/", ".cs")
            from Match literal in Literal().Matches(TrackedFiles.Read(file))
            where known.Contains(literal.Groups["text"].Value)
            select $"{file}: {literal.Value}";

        Assert.That(spelled, Is.Empty);
    }

    [Test]
    public void No_failure_is_thrown_or_told_with_a_code_of_its_own()
    {
        var own =
            from file in SourcesOf("services/", ".cs")
            from Match failure in OwnCode().Matches(TrackedFiles.Read(file))
            select $"{file}: {failure.Value}";

        Assert.That(own, Is.Empty);
    }

    [Test]
    public void Every_code_of_the_prover_host_is_in_the_table()
    {
        var codes = (
            from file in SourcesOf("infra/prover-host/src/", ".mjs")
            from Match code in HostCode().Matches(TrackedFiles.Read(file))
            select code.Groups["text"].Value
        ).ToHashSet(StringComparer.Ordinal);

        Assert.That(codes, Has.Count.GreaterThan(5), "they are found");
        Assert.That(codes.Where(code => FailureTable.Find(code) is null), Is.Empty);
    }

    [TestCaseSource(nameof(Reasons))]
    public void A_rejection_is_a_dead_letter_with_a_code_of_the_table(RejectionReason reason) =>
        Assert.That(FailureTable.Find(SnakeCase.Of(reason)), Is.Not.Null);

    static IEnumerable<RejectionReason> Reasons => Enum.GetValues<RejectionReason>();

    static IEnumerable<string> SourcesOf(string folder, string ending) =>
        TrackedFiles.All.Where(path =>
            path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(ending, StringComparison.Ordinal)
        );

    [GeneratedRegex("\"(?<text>[a-z_]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(
        "new (ProofSystemException|PublicationException|ProverHostError)\\(\\s*\\$?\"[^\"]*\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OwnCode();

    [GeneratedRegex(
        "(new HostError\\(\\s*|const code = .*\\? |: )\"(?<text>[a-z]+(_[a-z]+)+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex HostCode();
}
