using ProofSaga.LocalServers.Processes;

namespace ProofSaga.LocalServers.Postgres;

/// <summary>An installed Postgres, named by the folder of its <c>initdb</c> and <c>postgres</c>.</summary>
sealed record PostgresBinaries(string Folder)
{
    /// <summary>Debian keeps one folder for each major version here and none of them in the PATH.</summary>
    const string DebianFolder = "/usr/lib/postgresql";

    public string InitDb => Path.Combine(Folder, "initdb");

    public string Server => Path.Combine(Folder, "postgres");

    /// <summary>The newest one on this machine.</summary>
    /// <exception cref="ServerStartException">There is none.</exception>
    public static PostgresBinaries Find()
    {
        var debian = Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);

        return debian
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
                .Select(folder => Path.Combine(folder, "bin"))
                .Concat(path)
                .Select(folder => new PostgresBinaries(folder))
                .FirstOrDefault(binaries => File.Exists(binaries.InitDb) && File.Exists(binaries.Server))
            ?? throw new ServerStartException(
                $"No Postgres server in {DebianFolder}/*/bin or the PATH. Install the Debian package 'postgresql' "
                    + "(apt-get install postgresql)."
            );
    }
}
