using System.Diagnostics;

namespace ProofSaga.Testing.Chain;

/// <summary>Sees to it that the Node packages are installed and the contract is compiled. Does each only where it is needed.</summary>
public static class ChainToolchain
{
    static readonly TimeSpan LockPollInterval = TimeSpan.FromMilliseconds(100);

    static readonly Task Ready = PrepareAsync();

    /// <exception cref="InvalidOperationException">A step failed; the message holds what it printed.</exception>
    public static Task EnsureAsync() => Ready;

    static async Task PrepareAsync()
    {
        // test projects run side by side, and two installations at once destroy each other
        await using var turn = await WaitForTurnAsync();
        if (!Directory.Exists(Path.Combine(RepositoryRoot.Infra, "node_modules")))
            await RunAsync("npm", "ci");
        await RunAsync("node", Path.Combine("chain", "compile.mjs"));
    }

    static async Task<FileStream> WaitForTurnAsync()
    {
        var path = Path.Combine(RepositoryRoot.Path, ".proofsaga", "chain-toolchain.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LockPollInterval, TimeProvider.System);
            }
        }
    }

    static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryRoot.Infra,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{program} {string.Join(' ', arguments)}' in infra/ ended with exit code {process.ExitCode}:\n"
                    + await output
                    + await errors
            );
        }
    }
}
