using ProofSaga.Circuits.Manifests;
using ProofSaga.Hosting.Configuration;
using ProofSaga.Publisher.Chains.Plonk;
using ProofSaga.Testing;

namespace ProofSaga.Publisher.Tests.Chains.Plonk;

/// <summary>On a machine without Node.</summary>
[NonParallelizable]
sealed class PlonkVerifierFactoryTests
{
    const string SearchPath = "PATH";

    static readonly string Sha256 = new('a', 64);

    readonly string? path = Environment.GetEnvironmentVariable(SearchPath);
    DirectoryInfo data = null!;
    PlonkVerifierFactory factory = null!;

    [SetUp]
    public void HideNode()
    {
        data = Directory.CreateTempSubdirectory("proofsaga-verifiers-");
        var installation = new InstallationOptions
        {
            DataDirectory = data.FullName,
            InfraDirectory = RepositoryRoot.Infra,
        };
        factory = new PlonkVerifierFactory(installation, TimeProvider.System);
        Environment.SetEnvironmentVariable(SearchPath, data.FullName);
    }

    [TearDown]
    public void ShowNode()
    {
        Environment.SetEnvironmentVariable(SearchPath, path);
        data.Delete(recursive: true);
    }

    [Test]
    public void A_verifier_that_is_not_made_yet_needs_Node() =>
        Assert.That(
            MakeAsync,
            Throws
                .TypeOf<VerifierUnavailableException>()
                .With.Message.Contains("Node.js 20 or newer makes the verifier")
        );

    [Test]
    public async Task A_verifier_that_was_made_elsewhere_is_taken()
    {
        Write($$"""{ "bytecode": "0x6001", "signalCount": 2, "verificationKeySha256": "{{Sha256}}" }""");

        var verifier = await MakeAsync();

        Assert.That(verifier.Bytecode.ToArray(), Is.EqualTo(new byte[] { 0x60, 0x01 }));
        Assert.That(verifier.SignalCount, Is.EqualTo(2));
    }

    [TestCase("{")]
    [TestCase("""{ "bytecode": "0x6001" }""")]
    [TestCase("""{ "bytecode": "0x6001", "signalCount": "2", "verificationKeySha256": "" }""")]
    public void A_file_that_is_no_contract_is_named(string json)
    {
        Write(json);

        Assert.That(
            MakeAsync,
            Throws
                .TypeOf<VerifierUnavailableException>()
                .With.Message.Contains($"{Sha256}.json' is no compiled contract")
        );
    }

    [TestCase(2, 'b', "of another verification key")]
    [TestCase(3, 'a', "is for 3 public signals, and the circuit has 2")]
    public void A_verifier_of_something_else_is_not_taken(int signals, char digit, string problem)
    {
        Write(
            $$"""{ "bytecode": "0x6001", "signalCount": {{signals}}, "verificationKeySha256": "{{new string(digit, 64)}}" }"""
        );

        Assert.That(MakeAsync, Throws.TypeOf<VerifierUnavailableException>().With.Message.Contains(problem));
    }

    Task<Ethereum.Registry.PlonkVerifierArtifact> MakeAsync() =>
        factory.MakeAsync(
            new PlonkCircuit(
                default,
                "product@1",
                new CircuitArtifact("key.json", Sha256),
                SignalCount: 2,
                NullifierIndex: null
            ),
            CancellationToken.None
        );

    void Write(string json)
    {
        var folder = data.CreateSubdirectory("plonk-verifiers");
        File.WriteAllText(Path.Combine(folder.FullName, $"{Sha256}.json"), json);
    }
}
