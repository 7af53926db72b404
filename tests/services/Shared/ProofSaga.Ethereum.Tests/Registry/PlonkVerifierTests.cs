using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Registry;

/// <summary>Plonk proofs against the registry and the verifier contract that snarkjs generates, on a real chain.</summary>
public class PlonkVerifierTests
{
    static readonly Bytes32 CircuitId = RegistryIds.Circuit("product", "1");

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("plonk-verifier-");
    LocalChainFixture chain = null!;
    ProofRegistryClient registry = null!;
    RegistryDeployment deployment = null!;
    PlonkVerifierArtifact verifier = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        chain = await LocalChainFixture.StartAsync();
        registry = await chain.DeployRegistryAsync();
        deployment = new RegistryDeployment(chain.Client, await RegistryArtifact.LoadAsync(RepositoryRoot.Infra));
        verifier = await ProductPlonk.MakeVerifierAsync(folder.FullName);
        Assert.That(await registry.GetVerifierAsync(CircuitId), Is.Null);
        await EnsureAsync(new PlonkVerifierRegistration(CircuitId, verifier, NullifierIndex: 1));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await chain.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Registering_again_sends_nothing()
    {
        var sent = await SentAsync();

        var again = await EnsureAsync(new PlonkVerifierRegistration(CircuitId, verifier, NullifierIndex: 1));

        Assert.That(again, Is.EqualTo(await registry.GetVerifierAsync(CircuitId)));
        Assert.That(await SentAsync(), Is.EqualTo(sent));
    }

    [Test]
    public void A_circuit_cannot_get_another_nullifier()
    {
        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            EnsureAsync(new PlonkVerifierRegistration(CircuitId, verifier, NullifierIndex: null))
        );

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Misconfigured));
        Assert.That(exception.Message, Does.Contain("give the changed circuit a new version"));
    }

    [Test]
    public void A_verifier_for_another_number_of_signals_is_refused_with_the_name_of_the_error()
    {
        var wrong = verifier with { SignalCount = 3 };
        var other = RegistryIds.Circuit("other", "1");

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            EnsureAsync(new PlonkVerifierRegistration(other, wrong, NullifierIndex: null))
        );

        Assert.That(exception.Revert!.Name, Is.EqualTo("VerifierUnsuitable"));
    }

    [Test]
    public async Task A_proof_of_snarkjs_is_verified_and_published_alone_and_in_a_batch()
    {
        var (alone, batched, tampered) = (
            Publication("threeTimesEleven"),
            Publication("fiveTimesSeven"),
            Publication("zeroTimesOne") with
            {
                PublicSignals = [1, 2],
            }
        );

        var receipt = await chain.SendAsync(registry.Address, ProofRegistryCalls.PublishPlonk(alone));
        var batch = ProofRegistryCalls.PublishBatch([], [batched, tampered], []);
        var batchReceipt = await chain.SendAsync(registry.Address, batch);

        var published = ProofPublishedEvent.TryParse(receipt.Logs.Single())!;
        Assert.That(published.ProofId, Is.EqualTo(alone.ProofId));
        Assert.That(published.PublicSignals, Is.EqualTo(alone.PublicSignals));
        Assert.That(ProofPublishedEvent.TryParse(batchReceipt.Logs[0])!.ProofId, Is.EqualTo(batched.ProofId));
        var refused = PublicationRefusedEvent.TryParse(batchReceipt.Logs[1])!;
        Assert.That(refused.Reason.Sentence, Is.EqualTo($"InvalidProof(proofId: {tampered.ProofId})"));
    }

    [Test]
    public async Task A_registry_takes_batches_and_another_contract_does_not()
    {
        var other = new ProofRegistryClient(chain.Client, (await registry.GetVerifierAsync(CircuitId))!.Value);

        Assert.That(await registry.TakesBatchesAsync());
        Assert.That(await other.TakesBatchesAsync(), Is.False);
    }

    static PlonkPublication Publication(string name)
    {
        var (proof, signals) = ProductPlonk.Proof(name);
        return new(
            RegistryIds.Proof(Guid.NewGuid()),
            CircuitId,
            PlonkEncoding.Proof(proof),
            PlonkEncoding.PublicSignals(signals)
        );
    }

    Task<Address> EnsureAsync(PlonkVerifierRegistration circuit) =>
        deployment.EnsureVerifierAsync(chain.Owner, registry.Address, circuit);

    Task<ulong> SentAsync() => chain.Client.GetTransactionCountAsync(chain.Owner.Address, BlockParameter.Pending);
}
