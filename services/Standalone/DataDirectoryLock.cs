namespace ProofSaga.Standalone;

/// <summary>Keeps a second process out of a data folder. The kernel lets go of it however this process ends.</summary>
sealed class DataDirectoryLock : IDisposable
{
    readonly FileStream file;

    DataDirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="IOException">Another process has the folder.</exception>
    public static DataDirectoryLock Take(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        try
        {
            return new(
                new FileStream(
                    Path.Combine(dataDirectory, "lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            );
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"Another ProofSaga runs on '{dataDirectory}': stop it or name another --data.",
                exception
            );
        }
    }

    public void Dispose() => file.Dispose();
}
