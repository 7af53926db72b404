using System.Runtime.InteropServices;

namespace ProofSaga.Circuits.Artifacts;

/// <summary>Forces a folder's entries to the disk: POSIX <c>fsync</c> on the folder, which .NET does not offer.</summary>
static partial class DirectorySync
{
    const int ReadOnly = 0;

    /// <summary>Returns when the folder's entries are on the disk.</summary>
    /// <exception cref="IOException">The folder could not be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        // NTFS journals renames by itself, and has no such call
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failure("opened", folder);

        try
        {
            if (FSync(descriptor) != 0)
                throw Failure("flushed", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failure(string verb, string folder) =>
        new($"The folder '{folder}' could not be {verb} (errno {Marshal.GetLastPInvokeError()}).");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
