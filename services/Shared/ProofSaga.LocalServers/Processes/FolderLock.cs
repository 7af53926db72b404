namespace ProofSaga.LocalServers.Processes;

/// <summary>Keeps others out of a folder. The kernel lets go of it however its owner ends.</summary>
public sealed class FolderLock : IDisposable
{
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(100);

    readonly FileStream file;

    FolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the file <c>lock</c> of a folder, which is made if absent.</summary>
    /// <returns>null while another process has it.</returns>
    public static FolderLock? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, "lock");
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits until the guarded process of a folder has ended, if its owner left one behind.</summary>
    /// <exception cref="TimeoutException">It runs still.</exception>
    public static async Task WaitUntilFreeAsync(string folder, TimeSpan patience, CancellationToken cancellationToken)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using (var taken = TryTake(folder))
            {
                if (taken is not null)
                    return;
            }

            if (TimeProvider.System.GetElapsedTime(startedAt) > patience)
                throw new TimeoutException($"A process of an earlier run still uses '{folder}'.");

            await Task.Delay(TimeBetweenQuestions, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => file.Dispose();
}
