using System.Security.Cryptography;

namespace ProofSaga.LocalServers.Processes;

/// <summary>The folder of a server: a temporary one, or one that a later start takes up again.</summary>
sealed class ServerFolder
{
    ServerFolder(string path, bool isKept)
    {
        Path = path;
        IsKept = isKept;
    }

    public string Path { get; }

    public bool IsKept { get; }

    /// <param name="kept">Made if absent; null for a temporary one.</param>
    /// <param name="prefix">What the name of a temporary one begins with.</param>
    public static ServerFolder Open(string? kept, string prefix) =>
        kept is null
            ? new ServerFolder(Directory.CreateTempSubdirectory(prefix).FullName, isKept: false)
            : new ServerFolder(Directory.CreateDirectory(kept).FullName, isKept: true);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The secret of a file that only its owner can read; made at the first start.</summary>
    public string Secret(string name)
    {
        var file = File(name);
        if (!System.IO.File.Exists(file))
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var writer = new StreamWriter(file + ".new", options))
                writer.Write(RandomNumberGenerator.GetHexString(32, lowercase: true));
            System.IO.File.Move(file + ".new", file);
        }

        return System.IO.File.ReadAllText(file);
    }
}
