using System.Text.Json.Nodes;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Standalone;

/// <summary>A running standalone host that answers.</summary>
sealed class StandaloneProcess : IAsyncDisposable
{
    StandaloneProcess(ChildProgram program, Uri apiUrl, Uri rpcUrl)
    {
        Program = program;
        RpcUrl = rpcUrl;
        Api = new ProofApi(apiUrl);
    }

    public ChildProgram Program { get; }

    public Uri RpcUrl { get; }

    public ProofApi Api { get; }

    public static async Task<StandaloneProcess> StartAsync(
        string dataFolder,
        params (string Name, string Value)[] environment
    )
    {
        string[] arguments = ["--data", dataFolder, "--port", "0", "--stop-with-stdin"];
        var program = ChildProgram.Start(BuiltPrograms.Standalone, arguments, environment);
        try
        {
            var readyFile = Path.Combine(dataFolder, "standalone.json");
            var ready = await Eventually.GetAsync(
                () => Task.FromResult(ReadIfPresent(readyFile)),
                // a host that was killed left its own
                file => file?["process_id"]!.GetValue<int>() == program.Id || program.HasExited,
                "the host answers"
            );
            if (program.HasExited)
                throw new InvalidOperationException($"The host did not start:\n{program.Output}");

            return new StandaloneProcess(program, Address("api_url"), Address("rpc_url"));

            Uri Address(string name) => new(ready![name]!.GetValue<string>());
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Program.DisposeAsync();
    }

    static JsonNode? ReadIfPresent(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(file));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
