using System.Diagnostics;
using Npgsql;

namespace ProofSaga.Testing.Tests.Processes;

public class GuardedProcessTests
{
    [Test]
    public async Task A_server_and_its_folder_go_away_when_their_owner_is_killed()
    {
        using var owner = StartOwner();
        var connectionString = (await owner.StandardOutput.ReadLineAsync())!;
        var (processId, dataFolder) = await AskServerAsync(connectionString);
        Assert.That(File.Exists($"/proc/{processId}/stat"), "the server runs before its owner is killed");

        owner.Kill();
        await owner.WaitForExitAsync();

        Assert.That(
            () => File.Exists($"/proc/{processId}/stat"),
            Is.False.After(60).Seconds.PollEvery(20).MilliSeconds
        );
        Assert.That(() => Directory.Exists(dataFolder), Is.False.After(60).Seconds.PollEvery(20).MilliSeconds);
    }

    static Process StartOwner()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(GuardedProcessTests).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { [Testing.Postgres.PostgresServer.EnvironmentName] = null },
        };
        return Process.Start(start)!;
    }

    static async Task<(int ProcessId, string DataFolder)> AskServerAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SHOW data_directory");
        var dataFolder = (string)(await command.ExecuteScalarAsync())!;
        var processId = File.ReadLines(Path.Combine(dataFolder, "postmaster.pid")).First();
        return (int.Parse(processId), dataFolder);
    }
}
