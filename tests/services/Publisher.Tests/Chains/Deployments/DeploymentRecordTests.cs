using ProofSaga.Contracts;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Hosting.Configuration;
using ProofSaga.Publisher.Chains.Deployments;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing;

namespace ProofSaga.Publisher.Tests.Chains.Deployments;

/// <summary>What a deployment wrote down, the next start goes by.</summary>
sealed class DeploymentRecordTests : PublisherFixture
{
    const int Connected = 3010;
    const int NewerContract = 3042;
    const int RecordUnusable = 3043;

    static readonly Bytes32 ProductId = RegistryIds.Circuit("product", "1");

    [Test]
    public async Task A_deployment_is_recorded_with_its_circuits()
    {
        using var infra = new InfraFolder();
        await using var host = await StartAsync(("InfraDirectory", infra.Path));
        await host.ChainAsync();

        var record = (await Records.FindAsync(Chain.Chain.ChainId, default))!;

        var artifact = await RegistryArtifact.LoadAsync(RepositoryRoot.Infra);
        Assert.Multiple(() =>
        {
            Assert.That(record.ChainId, Is.EqualTo(Chain.Chain.ChainId));
            Assert.That(record.Registry, Is.EqualTo(Registry.Address));
            Assert.That(record.Owner, Is.EqualTo(Chain.Owner.Address));
            Assert.That(record.ContractSourceSha256, Is.EqualTo(artifact.SourceSha256));
            Assert.That(host.Log.Of(Connected).Single(), Does.Contain(Records.PathOf(Chain.Chain.ChainId)));
        });
        var circuit = record.Circuits[ProductId];
        Assert.That(circuit.Name, Is.EqualTo("product@1"));
        Assert.That(circuit.Key, Is.EqualTo(await Registry.GetCircuitKeyAsync(ProductId)));
        Assert.That(circuit.Verifier, Is.EqualTo(await Registry.GetVerifierAsync(ProductId)));
        Assert.That(circuit.PlonkKeySha256, Has.Length.EqualTo(64));
    }

    [Test]
    public async Task Deploying_again_sends_nothing_and_leaves_the_record_as_it_was()
    {
        await ConnectAsync();
        var (sent, recorded) = (await SentAsync(), await ReadFileAsync());

        await ConnectAsync();

        Assert.That(await SentAsync(), Is.EqualTo(sent));
        Assert.That(await ReadFileAsync(), Is.EqualTo(recorded));
    }

    [TestCase("true")]
    [TestCase("false")]
    public async Task A_registry_of_a_former_contract_is_found_and_the_newer_contract_is_mentioned(string deploys)
    {
        await ConnectAsync();
        var recorded = await ReadFileAsync();
        using var infra = new InfraFolder();
        infra.ChangeContract();

        await using var host = await StartAsync(("InfraDirectory", infra.Path), ("Chain:DeployRegistry", deploys));
        var chain = await host.ChainAsync();

        Assert.That(chain.Registry.Address, Is.EqualTo(Registry.Address));
        Assert.That(host.Log.Of(NewerContract).Single(), Does.Contain($"{Registry.Address} stays in use"));
        if (deploys == "false")
            Assert.That(await ReadFileAsync(), Is.EqualTo(recorded));
    }

    [Test]
    public async Task A_record_that_cannot_be_read_is_named_and_nothing_is_deployed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(RecordPath)!);
        await File.WriteAllTextAsync(RecordPath, """{"chain_id": 31337""");
        await using var host = await StartAsync(("Chain:ConnectTimeout", "00:00:00.300"));

        var failed = await host.FailAsync(await host.AddProofAsync(ProofSamples.Preimage));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Error, Does.Contain(RecordPath).And.Contains("no record of a deployment"));
        });
    }

    [Test]
    public async Task A_record_of_a_chain_that_was_reset_is_replaced()
    {
        var gone = Address.Parse("0x00000000000000000000000000000000000000aa");
        await Records.SaveAsync(Record(gone), default);

        await using var host = await StartAsync();
        var chain = await host.ChainAsync();

        Assert.That(chain.Registry.Address, Is.EqualTo(Registry.Address));
        Assert.That((await Records.FindAsync(Chain.Chain.ChainId, default))!.Registry, Is.EqualTo(Registry.Address));
        Assert.That(host.Log.Of(RecordUnusable).Single(), Does.Contain($"{gone}").And.Contains("reset"));
    }

    [Test]
    public async Task A_record_of_a_contract_without_the_functions_of_this_version_is_replaced()
    {
        await Records.SaveAsync(Record(RegistryDeployment.DeploymentProxy), default);

        await using var host = await StartAsync();
        var chain = await host.ChainAsync();

        Assert.That(chain.Registry.Address, Is.EqualTo(Registry.Address));
        Assert.That(host.Log.Of(RecordUnusable).Single(), Does.Contain("does not have the functions"));
    }

    [Test]
    public async Task Another_signer_publishes_on_the_recorded_registry_and_deploys_none_of_its_own()
    {
        await ConnectAsync();
        await Chain.SendAsync(Registry.Address, ProofRegistryCalls.SetPublisher(Chain.Stranger.Address, allowed: true));

        await using var host = await StartAsync(("Chain:PrivateKey", DevelopmentAccounts.PrivateKeys[1]));
        var chain = await host.ChainAsync();

        Assert.That(chain.Registry.Address, Is.EqualTo(Registry.Address));
        Assert.That(
            await Chain.Client.GetTransactionCountAsync(Chain.Stranger.Address, BlockParameter.Pending),
            Is.Zero
        );
    }

    [TestCase("null", "null")]
    [TestCase("{}", "chain_id")]
    [TestCase("""{"chain_id":1,"registry":"0x","owner":"0x","contract_source_sha256":"","circuits":{}}""", "20")]
    [TestCase("""{"chain_id":1,"registry":null,"owner":"0x","contract_source_sha256":"","circuits":{}}""", "registry")]
    [TestCase(
        """{"chain_id":1,"registry":"0x00000000000000000000000000000000000000aa","owner":"0x00000000000000000000000000000000000000aa","contract_source_sha256":"","circuits":{"0x12":{"name":"a","key":null,"verifier":null,"plonk_key_sha256":null}}}""",
        "32"
    )]
    public void What_is_no_record_is_refused_with_what_is_wrong(string json, string problem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Records.PathOf(1))!);
        File.WriteAllText(Records.PathOf(1), json);

        Assert.That(
            () => Records.FindAsync(1, default),
            Throws.TypeOf<FormatException>().With.Message.Contains(problem).And.Message.Contains(Records.PathOf(1))
        );
    }

    [Test]
    public async Task A_record_of_another_chain_under_this_ones_name_is_refused()
    {
        await Records.SaveAsync(Record(Registry.Address), default);
        File.Copy(RecordPath, Records.PathOf(1));

        Assert.That(
            () => Records.FindAsync(1, default),
            Throws.TypeOf<FormatException>().With.Message.Contains("of chain 31337, not of chain 1")
        );
    }

    DeploymentRecords Records => new(new InstallationOptions { DataDirectory = Store.Folder });

    string RecordPath => Records.PathOf(Chain.Chain.ChainId);

    DeploymentRecord Record(Address registry) =>
        new(
            Chain.Chain.ChainId,
            registry,
            Chain.Owner.Address,
            ContractSourceSha256: "",
            new Dictionary<Bytes32, RecordedCircuit>()
        );

    async Task ConnectAsync()
    {
        await using var host = await StartAsync();
        await host.ChainAsync();
    }

    Task<string> ReadFileAsync() => File.ReadAllTextAsync(RecordPath);

    Task<ulong> SentAsync() => Chain.Client.GetTransactionCountAsync(Chain.Owner.Address, BlockParameter.Pending);
}
