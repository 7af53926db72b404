using System.Diagnostics;
using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Architecture;

/// <summary>The files of the repository, as paths from its root.</summary>
static class TrackedFiles
{
    public static IReadOnlyList<string> All { get; } = List();

    public static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, path));

    static string[] List()
    {
        // new files too, what is ignored not
        string[] arguments = ["ls-files", "--cached", "--others", "--exclude-standard"];
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = RepositoryRoot.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.That(git.ExitCode, Is.Zero);
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(path => File.Exists(Path.Combine(RepositoryRoot.Path, path))),
        ];
    }
}
