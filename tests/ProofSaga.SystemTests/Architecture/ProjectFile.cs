using System.Xml.Linq;
using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Architecture;

/// <summary>A project and the projects that it names, all as paths from the root.</summary>
sealed record ProjectFile(string Path, IReadOnlyList<string> References)
{
    public static IReadOnlyList<ProjectFile> All { get; } = [.. TrackedFiles.All.Where(IsProject).Select(Read)];

    public bool IsShared => Path.StartsWith("services/Shared/", StringComparison.Ordinal);

    public bool IsService => Path.StartsWith("services/", StringComparison.Ordinal) && !IsShared;

    static bool IsProject(string path) => path.EndsWith(".csproj", StringComparison.Ordinal);

    static ProjectFile Read(string path)
    {
        var full = System.IO.Path.Combine(RepositoryRoot.Path, path);
        var folder = System.IO.Path.GetDirectoryName(full)!;
        return new ProjectFile(
            path,
            [
                .. XDocument
                    .Load(full)
                    .Descendants("ProjectReference")
                    .Select(reference => System.IO.Path.GetFullPath(reference.Attribute("Include")!.Value, folder))
                    .Select(reference => System.IO.Path.GetRelativePath(RepositoryRoot.Path, reference)),
            ]
        );
    }
}
