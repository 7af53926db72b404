using ProofSaga.SystemTests.Standalone;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>SIGTERM for the one process that does everything; then a new one on the same folder.</summary>
public class When_the_host_is_told_to_stop
{
    const int ProofCount = 4;

    string dataFolder = null!;
    StandaloneProcess host = null!;

    [OneTimeSetUp]
    public Task Prepare() => ChainToolchain.EnsureAsync();

    [SetUp]
    public async Task Start()
    {
        dataFolder = Directory.CreateTempSubdirectory("proofsaga-stopped-").FullName;
        host = await StandaloneProcess.StartAsync(dataFolder);
    }

    [TearDown]
    public async Task Stop()
    {
        if (host is not null)
        {
            if (TestContext.CurrentContext.Result.FailCount > 0)
                await TestContext.Out.WriteLineAsync(host.Program.Output);
            await host.DisposeAsync();
        }

        Directory.Delete(dataFolder, recursive: true);
    }

    [Test]
    public async Task The_proof_that_runs_is_finished_and_the_others_go_on_at_the_next_start()
    {
        var proofIds = new List<Guid>();
        for (var number = 0; number < ProofCount; number++)
            proofIds.Add(await host.Api.SubmitAsync(Submissions.Groth16(number)));
        await Eventually.GetAsync(
            async () => (await host.Api.GetAllAsync(proofIds)).Select(proof => proof.Status).ToList(),
            statuses => statuses.Contains("generating") && statuses.Contains("queued"),
            "one proof is generated and others wait"
        );

        await host.Program.SignalAsync("TERM");
        var exitCode = await host.Program.WaitForExitAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(host.Program.LivingDescendants, Is.Empty, "neither chain nor prover is left");
            Assert.That(host.Program.Output, Does.Contain("Stopped after"));
            Assert.That(Generated(host), Is.LessThan(ProofCount), "what waited was not begun");
        }

        var generatedBefore = Generated(host);
        await StartAgainAsync();
        await PublicationList.AgreesWithAsync(host.RpcUrl, await host.Api.EndsOfAsync(proofIds));
        Assert.That(generatedBefore + Generated(host), Is.EqualTo(ProofCount), "nothing was proved twice");
    }

    [Test]
    public async Task A_parent_that_goes_away_ends_it_in_order()
    {
        host.Program.CloseInput();

        Assert.That(await host.Program.WaitForExitAsync(), Is.Zero);
        Assert.That(host.Program.Output, Does.Contain("Stopped after"));
    }

    async Task StartAgainAsync()
    {
        var stopped = host;
        host = await StandaloneProcess.StartAsync(dataFolder);
        await stopped.DisposeAsync();
    }

    static int Generated(StandaloneProcess process) =>
        process.Program.Output.Split('\n').Count(line => line.Contains(" generated in ", StringComparison.Ordinal));
}
