using System.Text.Json.Nodes;
using Npgsql;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>A running <c>up --distributed</c>: every service a process of its own, on a broker, a database and a chain of this one's own.</summary>
sealed class DistributedProcess : IAsyncDisposable
{
    /// <summary>Three servers and ten .NET processes start on what cores there are.</summary>
    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    const int LogLinesOfFailure = 30;

    readonly string readyFile;
    JsonNode addresses;

    DistributedProcess(ChildProgram program, string readyFile, JsonNode addresses)
    {
        Program = program;
        this.readyFile = readyFile;
        this.addresses = addresses;
        Apis = [.. Services("intake").Select(service => new ProofApi(new Uri(Text(service["url"]))))];
        Database = NpgsqlDataSource.Create(ConnectionString(new Uri(Text(addresses["database_url"]))));
    }

    public ChildProgram Program { get; }

    /// <summary>One for each intake.</summary>
    public IReadOnlyList<ProofApi> Apis { get; }

    public NpgsqlDataSource Database { get; }

    public Uri BrokerUri => new(Text(addresses["rabbitmq_url"]));

    public Uri ManagementUri => new(Text(addresses["rabbitmq_management_url"]));

    public Uri RpcUrl => new(Text(addresses["rpc_url"]));

    /// <param name="dataFolder">Where it keeps everything; a later one goes on with it.</param>
    public static async Task<DistributedProcess> StartAsync(string dataFolder, params string[] arguments)
    {
        await ChainToolchain.EnsureAsync();
        var file = Path.Combine(dataFolder, "distributed.json");
        // one that was killed has left it
        File.Delete(file);
        var program = ChildProgram.Start(
            BuiltPrograms.Cli,
            ["up", "--distributed", "--free-ports", "--data", dataFolder, .. arguments]
        );
        try
        {
            await Eventually.HoldsAsync(
                () => Task.FromResult(File.Exists(file) || program.HasExited),
                "everything is ready",
                StartPatience
            );
            return program.HasExited
                ? throw new InvalidOperationException($"It did not start:\n{program.Output}")
                : new DistributedProcess(program, file, JsonNode.Parse(await File.ReadAllBytesAsync(file))!);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL for one process of a service.</summary>
    /// <param name="name">As the command names it: <c>prover-1</c>.</param>
    public async Task KillAsync(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-s", "KILL", $"{ProcessIdOf(name)}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the killed process's successor is ready.</summary>
    public async Task IsBackAsync(string name)
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(Program.Output.Contains($"{name} is ready again", StringComparison.Ordinal)),
            $"{name} is started again",
            StartPatience
        );
        addresses = JsonNode.Parse(await File.ReadAllBytesAsync(readyFile))!;
    }

    /// <summary>What all processes of a service have logged.</summary>
    public IEnumerable<string> LogLines(string service) =>
        Services(service).SelectMany(process => File.ReadLines(Text(process["log_file"])));

    public async Task<T> QueryAsync<T>(string query)
    {
        await using var command = Database.CreateCommand(query);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops it as a terminal does, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await Database.DisposeAsync();
        await Program.SignalAsync("INT");
        return await Program.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var api in Apis)
            api.Dispose();
        await Database.DisposeAsync();
        if (TestContext.CurrentContext.Result.FailCount > 0)
            await WriteLogsAsync();
        await Program.DisposeAsync();
    }

    /// <summary>Why a test may have failed: what the command said, and each process last.</summary>
    async Task WriteLogsAsync()
    {
        await TestContext.Out.WriteLineAsync(Program.Output);
        foreach (var process in addresses["services"]!.AsArray())
        {
            await TestContext.Out.WriteLineAsync($"--- {Text(process!["name"])}");
            foreach (var line in File.ReadLines(Text(process["log_file"])).TakeLast(LogLinesOfFailure))
                await TestContext.Out.WriteLineAsync(line);
        }
    }

    IEnumerable<JsonNode> Services(string service) =>
        addresses["services"]!
            .AsArray()
            .Select(process => process!)
            .Where(process => Text(process["name"]).StartsWith($"{service}-", StringComparison.Ordinal));

    int ProcessIdOf(string name) =>
        addresses["services"]!.AsArray().Single(process => Text(process!["name"]) == name)![
            "process_id"
        ]!.GetValue<int>();

    static string Text(JsonNode? node) => node!.GetValue<string>();

    static string ConnectionString(Uri url)
    {
        var user = url.UserInfo.Split(':');
        return new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port,
            Username = user[0],
            Password = user[1],
            Database = url.AbsolutePath[1..],
        }.ConnectionString;
    }
}
