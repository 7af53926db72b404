using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ProofSaga.Circuits.Artifacts;

/// <summary>
/// Artifacts as files: <c>ab/ab12…</c> below the configured folder. A file is written under another name, forced to the
/// disk, and only then renamed to its address, so an address never names half a file, whatever crashes.
/// </summary>
sealed class FileSystemArtifactStore(IOptions<ArtifactStoreOptions> options) : IArtifactStore
{
    const int BufferSize = 64 * 1024;

    readonly string root = Path.GetFullPath(options.Value.Folder);

    public Task<string> StoreAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        OrUnavailableAsync(() => StoreFileAsync(content, cancellationToken));

    public Task<byte[]> ReadAsync(string sha256, CancellationToken cancellationToken) =>
        OrUnavailableAsync(() => ReadFileAsync(sha256, cancellationToken));

    async Task<string> StoreFileAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (await IsSoundAsync(sha256, cancellationToken))
            return sha256;

        var partial = NewPartialFile();
        try
        {
            await using (var file = Create(partial))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            Publish(partial, sha256);
        }
        finally
        {
            File.Delete(partial);
        }

        return sha256;
    }

    async Task<byte[]> ReadFileAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var file = Open(sha256);
        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == sha256
            ? content
            : throw new ArtifactCorruptException(sha256);
    }

    static async Task<T> OrUnavailableAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactStoreUnavailableException(failure);
        }
    }

    /// <summary>A damaged file is written again: the content at hand is the right one.</summary>
    async Task<bool> IsSoundAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(sha256)))
            return false;

        await using var file = Open(sha256);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) == sha256;
    }

    void Publish(string partial, string sha256)
    {
        var target = PathOf(sha256);
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        File.Move(partial, target, overwrite: true);
        // the rename is on the disk only once the folders that hold the names are
        DirectorySync.Flush(folder);
        DirectorySync.Flush(root);
    }

    string NewPartialFile()
    {
        var folder = Path.Combine(root, "partial");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, Path.GetRandomFileName());
    }

    FileStream Open(string sha256)
    {
        try
        {
            return new FileStream(
                PathOf(sha256),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                BufferSize,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactNotFoundException(sha256);
        }
    }

    static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, FileOptions.Asynchronous);

    string PathOf(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(root, sha256[..2], sha256)
            : throw new ArgumentException(
                "An artifact's address is a SHA-256: 64 lower-case hexadecimal digits.",
                nameof(sha256)
            );
}
