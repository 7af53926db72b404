using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Proving;

namespace ProofSaga.SystemTests.Standalone;

/// <summary>kill -9 on the one process, in the middle of the work; then a new one on the same folder.</summary>
public class When_the_host_is_killed
{
    const int ProofCount = 5;

    string dataFolder = null!;
    StandaloneProcess host = null!;
    string outputOfKilled = "";

    [OneTimeSetUp]
    public Task Prepare() => ChainToolchain.EnsureAsync();

    [SetUp]
    public void MakeFolder()
    {
        dataFolder = Directory.CreateTempSubdirectory("proofsaga-killed-").FullName;
        outputOfKilled = "";
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
    public async Task While_it_proves_with_others_waiting_each_proof_is_published_once()
    {
        host = await StandaloneProcess.StartAsync(dataFolder);
        var proofIds = await SubmitAsync();
        await Eventually.GetAsync(
            async () => (await host.Api.GetAllAsync(proofIds)).Select(proof => proof.Status).ToList(),
            statuses => statuses.Contains("generating") && statuses.Contains("queued"),
            "one proof is generated and another waits"
        );

        await KillAndStartAgainAsync();

        await EachIsPublishedOnceAsync(proofIds);
    }

    [Test]
    public async Task While_it_publishes_no_transaction_is_sent_again()
    {
        // mined at once, but each waits for more blocks than all of them make
        host = await StandaloneProcess.StartAsync(dataFolder, ("Chain__Confirmations", $"{ProofCount + 1}"));
        var proofIds = await SubmitAsync();
        var published = await Eventually.GetAsync(
            () => PublicationList.ReadAsync(host.RpcUrl),
            list => list.Count > 0,
            "a transaction is mined"
        );
        Assert.That((await host.Api.GetAsync(published[0].ProofId)).Status, Is.EqualTo("publishing"));

        await KillAndStartAgainAsync();

        await EachIsPublishedOnceAsync(proofIds);
        Assert.That(await PublicationList.ReadAsync(host.RpcUrl), Does.Contain(published[0]));
    }

    [Test]
    public async Task Right_after_it_has_accepted_proofs_none_is_lost()
    {
        host = await StandaloneProcess.StartAsync(dataFolder);
        var proofIds = await SubmitAsync();

        await KillAndStartAgainAsync();

        await EachIsPublishedOnceAsync(proofIds);
    }

    async Task<IReadOnlyList<Guid>> SubmitAsync()
    {
        var proofIds = new List<Guid>();
        for (var number = 0; number < ProofCount; number++)
            proofIds.Add(await host.Api.SubmitAsync(Submissions.Groth16(number)));

        return proofIds;
    }

    /// <summary>And generated once: what the killed host had stored is not made again by the next one.</summary>
    async Task EachIsPublishedOnceAsync(IReadOnlyList<Guid> proofIds)
    {
        await PublicationList.AgreesWithAsync(host.RpcUrl, await host.Api.EndsOfAsync(proofIds));
        var lines = $"{outputOfKilled}\n{host.Program.Output}".Split('\n');
        Assert.That(ProverLog.GeneratedIn(lines), Is.Not.Empty, "they are found");
        ProverLog.NothingWasGeneratedAgain(lines);
    }

    async Task KillAndStartAgainAsync()
    {
        var killed = host;
        Assert.That(killed.Program.LivingDescendants.Select(process => process.Name), Does.Contain("anvil"));

        await killed.Program.KillAsync();

        await Eventually.GetAsync(
            () => Task.FromResult(string.Join(", ", killed.Program.LivingDescendants)),
            living => living.Length == 0,
            "the processes of the killed host have ended"
        );
        outputOfKilled = killed.Program.Output;
        host = await StandaloneProcess.StartAsync(dataFolder);
        await killed.DisposeAsync();
    }
}
