using ProofSaga.SystemTests.Support;
using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Demo;

/// <summary>A running <c>demo</c> command, with a folder of its own for what it keeps meanwhile.</summary>
sealed class DemoProcess : IAsyncDisposable
{
    readonly string temporaryFolder = Directory.CreateTempSubdirectory("proofsaga-demo-test-").FullName;

    public DemoProcess() => Program = ChildProgram.Start(BuiltPrograms.Cli, ["demo"], ("TMPDIR", temporaryFolder));

    public ChildProgram Program { get; }

    /// <summary>The data folders that the demo has not cleared away.</summary>
    public IEnumerable<string> DataFolders => Directory.EnumerateDirectories(temporaryFolder, "proofsaga-demo-*");

    public async ValueTask DisposeAsync()
    {
        if (TestContext.CurrentContext.Result.FailCount > 0)
            await TestContext.Out.WriteLineAsync(Program.Output);
        await Program.DisposeAsync();
        Directory.Delete(temporaryFolder, recursive: true);
    }
}
