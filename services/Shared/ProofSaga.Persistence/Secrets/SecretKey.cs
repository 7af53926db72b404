using System.Security.Cryptography;

namespace ProofSaga.Persistence.Secrets;

/// <summary>
/// The installation's one secret: 32 bytes from which the keys for inputs at rest and for submission fingerprints
/// are derived (HKDF-SHA-256, RFC 5869). All services that share a database share it.
/// </summary>
public sealed class SecretKey
{
    public const int LengthBytes = 32;

    /// <summary>To make a key takes milliseconds.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly byte[] key;

    public SecretKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != LengthBytes)
            throw new ArgumentException(
                $"A secret key has {LengthBytes} bytes; this one has {key.Length}.",
                nameof(key)
            );

        this.key = key.ToArray();
    }

    /// <summary>Reads the base64 text of a key from a file.</summary>
    /// <exception cref="InvalidDataException">The file is no base64 text of 32 bytes. Never quotes the content.</exception>
    public static SecretKey Load(string path)
    {
        var bytes = new byte[LengthBytes + 1];
        return
            Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var length) && length == LengthBytes
            ? new SecretKey(bytes.AsSpan(0, length))
            : throw new InvalidDataException(
                $"'{path}' is no base64 text of {LengthBytes} bytes. Make one with: openssl rand -base64 {LengthBytes}"
            );
    }

    /// <summary>Reads the key, or makes a new one that only the current user can read.</summary>
    /// <remarks>Several processes may start at once: the first one's key is everybody's.</remarks>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static SecretKey LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            CreateOnce(path);

        return Load(path);
    }

    /// <summary>
    /// One process at a time: <see cref="File.Move(string, string, bool)"/> that should not overwrite looks first and then
    /// renames, so that of two at once the later one would take its key away from the earlier one.
    /// </summary>
    static void CreateOnce(string path)
    {
        FileStream? turn = null;
        if (!SpinWait.SpinUntil(() => (turn = TryLock($"{path}.lock")) is not null, Patience))
            throw new IOException($"'{path}' cannot be made: '{path}.lock' is held or cannot be written.");

        using (turn)
        {
            if (!File.Exists(path))
                Create(path);
        }
    }

    /// <summary>The kernel lets go of it however this process ends.</summary>
    /// <returns>null while another process has it.</returns>
    static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    static void Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        // Written aside and moved into place whole: a crash must not leave half a key under the final name.
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(unfinished, options))
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LengthBytes)));

        File.Move(unfinished, path);
    }

    /// <summary>32 bytes by which two keys are told apart, and which give neither away.</summary>
    internal byte[] Fingerprint() => Derive("proofsaga/secret-key-fingerprint/v1");

    /// <summary>A 32-byte key for one purpose.</summary>
    internal byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, LengthBytes, info: System.Text.Encoding.UTF8.GetBytes(purpose));
}
