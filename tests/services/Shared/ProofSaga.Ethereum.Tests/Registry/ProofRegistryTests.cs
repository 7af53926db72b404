using System.Text.Json;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Hashing;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Registry;

/// <summary>Against the contract on a real chain.</summary>
public class ProofRegistryTests
{
    static readonly Bytes32 ProofSystem = RegistryIds.ProofSystem("commitment");
    static readonly Bytes32 ProofHash = Keccak256.Hash("a proof");

    LocalChainFixture chain = null!;
    ProofRegistryClient registry = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        chain = await LocalChainFixture.StartAsync();
        registry = await chain.DeployRegistryAsync(PreimageSample.Circuit);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await chain.DisposeAsync();

    [Test]
    public async Task The_owner_is_the_first_publisher()
    {
        Assert.That(await registry.GetOwnerAsync(), Is.EqualTo(chain.Owner.Address));
        Assert.That(await registry.IsPublisherAsync(chain.Owner.Address));
        Assert.That(await registry.IsPublisherAsync(chain.Stranger.Address), Is.False);
    }

    [Test]
    public async Task A_registered_circuit_has_a_key_and_another_has_none()
    {
        var other = RegistryIds.Circuit("other", "1");

        Assert.That(await registry.IsRegisteredAsync(PreimageSample.CircuitId));
        Assert.That(await registry.GetCircuitKeyAsync(PreimageSample.CircuitId), Is.Not.Null);
        Assert.That(await registry.IsRegisteredAsync(other), Is.False);
        Assert.That(await registry.GetCircuitKeyAsync(other), Is.Null);
    }

    [Test]
    public async Task Deploying_again_sends_nothing()
    {
        var sent = await chain.Client.GetTransactionCountAsync(chain.Owner.Address, BlockParameter.Pending);

        var again = await chain.DeployRegistryAsync(PreimageSample.Circuit);

        Assert.That(again.Address, Is.EqualTo(registry.Address));
        Assert.That(
            await chain.Client.GetTransactionCountAsync(chain.Owner.Address, BlockParameter.Pending),
            Is.EqualTo(sent)
        );
    }

    [Test]
    public void A_circuit_cannot_get_another_key_or_nullifier()
    {
        var changed = PreimageSample.Circuit with { NullifierIndex = 0 };

        var exception = Assert.ThrowsAsync<EthereumException>(() => chain.DeployRegistryAsync(changed));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Misconfigured));
        Assert.That(exception.Message, Does.Contain("another verification key or nullifier index"));
    }

    [Test]
    public async Task A_proof_of_snarkjs_is_verified_and_published()
    {
        var proofId = RegistryIds.Proof(Guid.NewGuid());
        Assert.That(await registry.IsPublishedAsync(proofId), Is.False);

        var receipt = await chain.SendAsync(registry.Address, PreimageSample.PublishCall(proofId));

        Assert.That(await registry.IsPublishedAsync(proofId));
        var log = await registry.FindPublicationAsync(proofId, BlockParameter.Earliest);
        var published = ProofPublishedEvent.TryParse(log!)!;
        Assert.That(log!.TransactionHash, Is.EqualTo(receipt.TransactionHash));
        Assert.That(published.ProofId, Is.EqualTo(proofId));
        Assert.That(published.CircuitId, Is.EqualTo(PreimageSample.CircuitId));
        Assert.That(published.PublicSignals, Is.EqualTo(Groth16Encoding.PublicSignals(PreimageSample.PublicSignals)));
        Assert.That(ProofPublishedEvent.TryParse(receipt.Logs.Single())!.ProofId, Is.EqualTo(proofId));
    }

    [Test]
    public void A_proof_of_something_else_is_refused_with_the_name_of_the_error()
    {
        var proofId = RegistryIds.Proof(Guid.NewGuid());
        var call = ProofRegistryCalls.Publish(
            proofId,
            PreimageSample.CircuitId,
            Groth16Encoding.Proof(PreimageSample.Proof),
            [1]
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() => chain.SendAsync(registry.Address, call));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Reverted));
        Assert.That(exception.IsTransient, Is.False);
        Assert.That(exception.Revert!.Name, Is.EqualTo("InvalidProof"));
        Assert.That(exception.Message, Does.Contain($"InvalidProof(proofId: {proofId})"));
    }

    [Test]
    public async Task An_attestation_can_be_found()
    {
        var proofId = RegistryIds.Proof(Guid.NewGuid());
        Assert.That(await registry.FindPublicationAsync(proofId, BlockParameter.Earliest), Is.Null);

        await chain.SendAsync(registry.Address, Attest(proofId));

        var log = await registry.FindPublicationAsync(proofId, BlockParameter.Earliest);
        var attested = ProofAttestedEvent.TryParse(log!)!;
        Assert.That(attested.ProofSystem, Is.EqualTo(ProofSystem));
        Assert.That(attested.ProofHash, Is.EqualTo(ProofHash));
        Assert.That(ProofPublishedEvent.TryParse(log!), Is.Null);
    }

    [Test]
    public async Task A_proof_id_is_taken_once()
    {
        var proofId = RegistryIds.Proof(Guid.NewGuid());
        await chain.SendAsync(registry.Address, Attest(proofId));

        var exception = Assert.ThrowsAsync<EthereumException>(() => chain.SendAsync(registry.Address, Attest(proofId)));

        Assert.That(exception.Revert!.Name, Is.EqualTo(RegistryErrors.AlreadyPublished));
    }

    [Test]
    public async Task A_batch_records_what_is_good_and_says_of_the_rest_why_not()
    {
        var (published, tampered, attested) = (NewProofId(), NewProofId(), NewProofId());
        var call = ProofRegistryCalls.PublishBatch(
            [PreimageSample.Publication(published), PreimageSample.Publication(tampered) with { PublicSignals = [1] }],
            [],
            [Attestation(attested), Attestation(published)]
        );

        var tried = await chain.Client.CallContractAsync(
            new CallInput(chain.Owner.Address, registry.Address, call),
            BlockParameter.Latest
        );
        var refusals = ProofRegistryCalls.ReadRefusals(tried);
        var receipt = await chain.SendAsync(registry.Address, call);

        Assert.That(
            refusals.Select(refusal => refusal?.Sentence),
            Is.EqualTo(
                new[] { null, $"InvalidProof(proofId: {tampered})", null, $"AlreadyPublished(proofId: {published})" }
            )
        );
        var logs = receipt.Logs;
        Assert.That(logs, Has.Count.EqualTo(4));
        Assert.That(ProofPublishedEvent.TryParse(logs[0])!.ProofId, Is.EqualTo(published));
        AssertRefused(logs[1], tampered, refusals[1]!);
        Assert.That(ProofAttestedEvent.TryParse(logs[2])!.ProofId, Is.EqualTo(attested));
        AssertRefused(logs[3], published, refusals[3]!);
        Assert.That(await registry.IsPublishedAsync(tampered), Is.False);
        Assert.That(await registry.FindPublicationAsync(tampered, BlockParameter.Earliest), Is.Null);
    }

    [Test]
    public async Task Who_is_dismissed_or_never_appointed_cannot_publish()
    {
        var sender = new TransactionSender(chain.Client, chain.Stranger);
        var proofId = RegistryIds.Proof(Guid.NewGuid());
        await chain.SendAsync(registry.Address, ProofRegistryCalls.SetPublisher(chain.Stranger.Address, allowed: true));
        await sender.SendAndWaitAsync(registry.Address, Attest(proofId));
        await chain.SendAsync(
            registry.Address,
            ProofRegistryCalls.SetPublisher(chain.Stranger.Address, allowed: false)
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            sender.SendAndWaitAsync(registry.Address, Attest(RegistryIds.Proof(Guid.NewGuid())))
        );

        Assert.That(exception.Revert!.Sentence, Is.EqualTo($"NotPublisher(caller: {chain.Stranger.Address})"));
    }

    [Test]
    public async Task A_transaction_that_reverts_in_its_block_is_explained()
    {
        var proofId = RegistryIds.Proof(Guid.NewGuid());
        await chain.SetAutomineAsync(false);
        try
        {
            var nonce = await PendingNonceAsync();
            var first = await TransactionPlan.MakeAsync(
                chain.Client,
                chain.Owner.Address,
                registry.Address,
                Attest(proofId),
                nonce
            );
            await chain.Client.SendRawTransactionAsync(first.Sign(chain.Owner));
            var second = chain.SendAsync(registry.Address, Attest(proofId));
            while (!second.IsCompleted && await PendingNonceAsync() < nonce + 2)
                await Task.Yield();
            await chain.MineAsync();

            var exception = Assert.ThrowsAsync<EthereumException>(() => second);

            Assert.That(exception.Revert!.Name, Is.EqualTo(RegistryErrors.AlreadyPublished));
            Assert.That(exception.Message, Does.StartWith("Transaction 0x"), "it was sent");
        }
        finally
        {
            await chain.SetAutomineAsync(true);
        }
    }

    [Test]
    public async Task A_transaction_that_nobody_mines_is_waited_for_no_longer_than_allowed()
    {
        await chain.SetAutomineAsync(false);
        try
        {
            var sender = new TransactionSender(chain.Client, chain.Stranger) { MiningTimeout = TimeSpan.Zero };

            var exception = Assert.ThrowsAsync<EthereumException>(() => sender.SendAndWaitAsync(Address.Zero, default));

            Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.TimedOut));
        }
        finally
        {
            await chain.SetAutomineAsync(true);
            await chain.MineAsync();
        }
    }

    [Test]
    public void An_address_without_a_registry_is_a_misconfiguration()
    {
        var nothing = new ProofRegistryClient(chain.Client, chain.Stranger.Address);

        var exception = Assert.ThrowsAsync<EthereumException>(() => nothing.IsPublishedAsync(default));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Misconfigured));
    }

    [Test]
    public async Task Every_error_of_the_contract_is_known()
    {
        var artifact = Path.Combine(RepositoryRoot.Infra, "chain", "artifacts", "ProofRegistry.json");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(artifact));
        var errors = json
            .RootElement.GetProperty("abi")
            .EnumerateArray()
            .Where(entry => entry.GetProperty("type").GetString() == "error");

        foreach (var error in errors)
        {
            var name = error.GetProperty("name").GetString()!;
            var types = error
                .GetProperty("inputs")
                .EnumerateArray()
                .Select(input => input.GetProperty("type").GetString());
            byte[] data = [.. AbiSignature.Selector($"{name}({string.Join(',', types)})"), .. new byte[96]];
            Assert.That(RegistryErrors.Decoder.Decode(data).Name, Is.EqualTo(name));
        }
    }

    Task<ulong> PendingNonceAsync() =>
        chain.Client.GetTransactionCountAsync(chain.Owner.Address, BlockParameter.Pending);

    static Bytes32 NewProofId() => RegistryIds.Proof(Guid.NewGuid());

    static void AssertRefused(FilterLog log, Bytes32 proofId, RevertReason reason)
    {
        var refused = PublicationRefusedEvent.TryParse(log)!;
        Assert.That(refused.ProofId, Is.EqualTo(proofId));
        Assert.That(refused.Reason, Is.EqualTo(reason));
        Assert.That(ProofPublishedEvent.TryParse(log), Is.Null);
    }

    static ProofAttestation Attestation(Bytes32 proofId) =>
        new(proofId, PreimageSample.CircuitId, ProofSystem, ProofHash);

    static byte[] Attest(Bytes32 proofId) =>
        ProofRegistryCalls.Attest(proofId, PreimageSample.CircuitId, ProofSystem, ProofHash);
}
