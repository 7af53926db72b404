using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Tests.Rpc;

namespace ProofSaga.Ethereum.Tests.Registry;

public class RegistryDeploymentTests
{
    [Test]
    public async Task A_chain_without_the_deployment_proxy_is_a_misconfiguration()
    {
        await using var node = await FakeNode.StartAsync(200, """{"jsonrpc":"2.0","id":ID,"result":"0x"}""");
        using var owner = DevelopmentAccounts.Open(0);
        var deployment = new RegistryDeployment(node.Client(), new RegistryArtifact(new byte[1], ""));

        var exception = Assert.ThrowsAsync<EthereumException>(() => deployment.EnsureAsync(owner, []));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Misconfigured));
        Assert.That(exception.Message, Does.Contain("no deterministic deployment proxy at 0x4e59b448"));
    }

    [Test]
    public async Task Each_owner_has_an_address_of_its_own()
    {
        await using var node = await FakeNode.StartAsync(200, "");
        var deployment = new RegistryDeployment(node.Client(), new RegistryArtifact(new byte[1], ""));

        Assert.That(
            deployment.AddressFor(Address.Zero),
            Is.Not.EqualTo(deployment.AddressFor(RegistryDeployment.DeploymentProxy))
        );
    }

    [Test]
    public void A_contract_that_is_not_compiled_says_how_to_compile_it()
    {
        using var folder = new TemporaryInfraFolder();

        Assert.That(
            () => RegistryArtifact.LoadAsync(folder.Path),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains("node infra/chain/compile.mjs")
        );
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("no JSON")]
    [TestCase("""{"bytecode":1}""")]
    [TestCase("""{"bytecode":"0xzz"}""")]
    [TestCase("""{"bytecode":"0x00","sourceSha256":null}""")]
    public void A_file_that_is_no_compiled_contract_is_named(string content)
    {
        using var folder = new TemporaryInfraFolder();
        folder.WriteArtifact(content);

        Assert.That(
            () => RegistryArtifact.LoadAsync(folder.Path),
            Throws.TypeOf<FormatException>().With.Message.Contains("ProofRegistry.json")
        );
    }

    sealed class TemporaryInfraFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("infra-").FullName;

        public void WriteArtifact(string content)
        {
            var artifacts = Directory.CreateDirectory(System.IO.Path.Combine(Path, "chain", "artifacts"));
            File.WriteAllText(System.IO.Path.Combine(artifacts.FullName, "ProofRegistry.json"), content);
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
