using System.Globalization;
using System.Text.RegularExpressions;
using ProofSaga.Testing;

namespace ProofSaga.Hosting.Tests.Logging;

/// <summary>The number of an event leads an operator to one place, and its thousand to the area.</summary>
sealed partial class EventIdTests
{
    static readonly (string Folder, int Thousand)[] Areas =
    [
        ("Intake/", 1),
        ("Prover/", 2),
        ("Shared/ProofSaga.Circuits/", 2),
        ("Publisher/", 3),
        ("Shared/ProofSaga.Persistence/", 4),
        ("Shared/ProofSaga.MassTransit.EntityFrameworkCore/", 4),
        ("DeadLetters/", 4),
        ("Orchestrator/", 5),
        ("Shared/ProofSaga.Hosting/", 6),
        ("Shared/ProofSaga.Ethereum/", 6),
        ("Standalone/", 6),
    ];

    [Test]
    public void Every_number_belongs_to_one_event()
    {
        var twice = Events().GroupBy(found => found.Id).Where(same => same.Count() > 1).ToList();

        Assert.That(
            twice.Select(same => $"{same.Key}: {string.Join(", ", same.Select(found => found.File))}"),
            Is.Empty
        );
    }

    [Test]
    public void Every_number_lies_in_the_thousand_of_its_area()
    {
        var elsewhere = Events().Where(found => found.Id / 1000 != ThousandOf(found.File));

        Assert.That(elsewhere.Select(found => $"{found.Id} in {found.File}"), Is.Empty);
    }

    [Test]
    public void Every_event_is_seen_by_these_tests()
    {
        var attributes = Sources().Sum(source => Attribute().Count(source.Text));

        Assert.That(attributes, Is.GreaterThan(50));
        Assert.That(Events().Count(), Is.EqualTo(attributes));
    }

    static int ThousandOf(string file) =>
        Areas
            .Where(area => file.StartsWith(area.Folder, StringComparison.Ordinal))
            .Select(area => area.Thousand)
            .Single();

    static IEnumerable<(int Id, string File)> Events() =>
        from source in Sources()
        from Match match in EventNumber().Matches(source.Text)
        select (int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture), source.File);

    static IEnumerable<(string File, string Text)> Sources()
    {
        var services = Path.Combine(RepositoryRoot.Path, "services");
        return from path in Directory.EnumerateFiles(services, "*.cs", SearchOption.AllDirectories)
            let file = Path.GetRelativePath(services, path)
            where !file.Split('/').Any(folder => folder is "obj" or "bin")
            select (file, File.ReadAllText(path));
    }

    [GeneratedRegex(@"\[LoggerMessage\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(
        @"\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex EventNumber();
}
