using Microsoft.Data.Sqlite;
using ProofSaga.Testing;

namespace ProofSaga.Hosting.Tests.Support;

/// <summary>A data folder of the test's own, and hosts on it.</summary>
sealed class Installation : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("proofsaga-hosting-").FullName;

    public string DatabaseFile => Path.Combine(Folder, "proofsaga.db");

    /// <summary>A host as a service's <c>Program.cs</c> begins it.</summary>
    public ProofSagaHostBuilder CreateBuilder(params string[] settings) =>
        ProofSagaHost.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            $"--DataDirectory={Folder}",
            $"--InfraDirectory={RepositoryRoot.Infra}",
            .. settings,
        ]);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
