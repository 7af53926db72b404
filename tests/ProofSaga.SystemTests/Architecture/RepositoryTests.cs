using System.Text.RegularExpressions;

namespace ProofSaga.SystemTests.Architecture;

/// <summary>What the repository holds, and what it must not.</summary>
public partial class RepositoryTests
{
    static readonly string[] TopLevel =
    [
        "BannedSymbols.txt",
        "Directory.Build.props",
        "Directory.Packages.props",
        "LICENSE",
        "ProofSaga.sln",
        "README.md",
        "contracts",
        "docker-compose.yml",
        "global.json",
        "infra",
        "proofsaga",
        "services",
        "tests",
    ];

    [Test]
    public void The_top_level_has_no_more_than_its_rooms() =>
        Assert.That(
            TrackedFiles.All.Select(path => path.Split('/')[0]).Distinct().Where(name => !name.StartsWith('.')),
            Is.EquivalentTo(TopLevel)
        );

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = TrackedFiles.Read("ProofSaga.sln").Replace('\\', '/');

        Assert.That(
            ProjectFile
                .All.Select(project => project.Path)
                .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)),
            Is.Empty
        );
    }

    [Test]
    public void No_file_names_a_place_that_only_one_machine_has() =>
        Assert.That(
            from path in TrackedFiles.All
            where !IsBinary(path)
            from Match match in MachinePlace().Matches(TrackedFiles.Read(path))
            select $"{path}: {match.Value}",
            Is.Empty
        );

    static bool IsBinary(string path) => Path.GetExtension(path) is ".wasm" or ".zkey" or ".r1cs" or ".png";

    /// <summary>Home and scratch folders, and where a package was downloaded from.</summary>
    [GeneratedRegex(
        """(?<![\w.])/(home|root|Users|work)/\w[\w./-]*|(?<!\w)/tmp/\w[\w./-]*|"resolved"\s*:|https?://[\w.-]*(registry|nexus|artifactory|mirror|proxy)[\w.-]*\.[\w./-]+""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex MachinePlace();
}
