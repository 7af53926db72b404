namespace ProofSaga.Cli;

/// <summary>The checkout that the command line runs from.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    public static string StandaloneProgram =>
        Path.Combine(Root, "services", "Standalone", "bin", "Release", "net10.0", "ProofSaga.Standalone.dll");

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProofSaga.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException(
            $"No ProofSaga.sln in '{AppContext.BaseDirectory}' or any folder above it."
        );
    }
}
