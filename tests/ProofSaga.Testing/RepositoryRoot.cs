namespace ProofSaga.Testing;

/// <summary>The checkout that the tests run in, found from the folder of the test assembly upwards.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The <c>infra</c> folder: circuits, chain, prover host.</summary>
    public static string Infra => System.IO.Path.Combine(Path, "infra");

    static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ProofSaga.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No ProofSaga.sln in '{start}' or any folder above it.");
    }
}
