using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Support;

/// <summary>The programs as they are built, each in its own project's output folder.</summary>
static class BuiltPrograms
{
    /// <summary>The end of our own output folder, which theirs share: <c>bin/Release/net10.0</c>.</summary>
    static readonly string Output = Path.GetRelativePath(
        Path.Combine(RepositoryRoot.Path, "tests", "ProofSaga.SystemTests"),
        AppContext.BaseDirectory
    );

    public static string Standalone { get; } = Of("Standalone", "ProofSaga.Standalone.dll");

    public static string Cli { get; } = Of("Cli", "ProofSaga.Cli.dll");

    static string Of(string service, string file) =>
        Path.Combine(RepositoryRoot.Path, "services", service, Output, file);
}
