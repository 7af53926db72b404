using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Publishing.Batches;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Ledger;

/// <summary>Whatever is left behind by a crash or a lost answer, each proof is published once.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
sealed class RecoveryTests(DatabaseKind database) : PublisherFixture(database)
{
    [TearDown]
    public Task MineAgain() => Chain.SetAutomineAsync(on: true);

    [Test]
    public async Task A_transaction_that_was_stored_and_not_sent_is_the_one_that_is_sent()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        var stored = await PrepareAsync(host, proofId, ProofSamples.Preimage);

        var published = await host.PublishAsync(proofId);

        await AssertPublishedOnceAsync(host, published, stored);
    }

    [Test]
    public async Task A_transaction_that_was_sent_and_not_recorded_is_recorded()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        var stored = await PrepareAsync(host, proofId, ProofSamples.Preimage);
        await Chain.Client.SendRawTransactionAsync(stored.RawTransaction, Bytes32.Parse(stored.Hash));

        var published = await host.PublishAsync(proofId);

        await AssertPublishedOnceAsync(host, published, stored);
    }

    [Test]
    public async Task A_transaction_that_waits_in_the_pool_is_waited_for()
    {
        await using var host = await StartAsync();
        await host.ChainAsync();
        var document = ProofSamples.Commitment();
        var proofId = await host.AddProofAsync(document);
        await Chain.SetAutomineAsync(on: false);
        var stored = await PrepareAsync(host, proofId, document);
        await Chain.Client.SendRawTransactionAsync(stored.RawTransaction, Bytes32.Parse(stored.Hash));

        await host.OrderAsync(proofId);
        await WaitForStateAsync(host, proofId, PublicationTransactionState.Broadcast);
        await Chain.MineAsync();

        await AssertPublishedOnceAsync(host, await host.Answers.NextAsync<ProofPublished>(proofId), stored);
    }

    [Test]
    public async Task A_nonce_that_another_transaction_used_makes_a_new_transaction()
    {
        await using var host = await StartAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        var stored = await PrepareAsync(host, proofId, ProofSamples.Preimage);
        await Chain.SendAsync(Chain.Stranger.Address, []);

        var published = await host.PublishAsync(proofId);

        var rows = await host.LedgerAsync(proofId);
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Count.EqualTo(2));
            Assert.That(rows[0].Hash, Is.EqualTo(stored.Hash));
            Assert.That(rows[0].State, Is.EqualTo(PublicationTransactionState.Abandoned));
            Assert.That(rows[1].Hash, Is.EqualTo(published.Publication.TransactionHash));
            Assert.That(rows[1].State, Is.EqualTo(PublicationTransactionState.Confirmed));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_stored_transaction_is_sent_at_the_next_start_without_any_order()
    {
        Guid proofId;
        PublicationTransaction stored;
        await using (var crashing = await StartAsync())
        {
            proofId = await crashing.AddProofAsync(ProofSamples.Preimage);
            stored = await PrepareAsync(crashing, proofId, ProofSamples.Preimage);
        }

        await using var host = await StartAsync();
        await host.ChainAsync();

        Assert.That(await Chain.Client.GetTransactionReceiptAsync(Bytes32.Parse(stored.Hash)), Is.Not.Null);
        await AssertPublishedOnceAsync(host, await host.PublishAsync(proofId), stored);
    }

    [Test]
    public async Task An_answer_lost_after_the_node_took_the_transaction_changes_nothing()
    {
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartAsync(("Chain:RpcUrl", proxy.Url.ToString()));
        await host.ChainAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        proxy.LosesAnswersTo = "eth_sendRawTransaction";

        var published = await host.PublishAsync(proofId);

        var row = (await host.LedgerAsync(proofId)).Single();
        Assert.That(row.Hash, Is.EqualTo(published.Publication.TransactionHash));
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
        Assert.That(host.Log.Of(3007), Is.Not.Empty);
    }

    [Test]
    public async Task A_transaction_that_is_not_mined_in_time_is_taken_up_by_the_next_attempt()
    {
        await using var host = await StartAsync(("Chain:ReceiptTimeout", "00:00:00.200"));
        await host.ChainAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        await Chain.SetAutomineAsync(on: false);

        var failed = await host.FailAsync(proofId);
        var stored = (await host.LedgerAsync(proofId)).Single();
        await Chain.MineAsync();
        var published = await host.PublishAsync(proofId, attempt: 2);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.NotMinedInTime));
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
        });
        await AssertPublishedOnceAsync(host, published, stored);
    }

    [Test]
    public async Task A_transaction_counts_once_it_has_its_confirmations()
    {
        await using var host = await StartAsync(("Chain:ReceiptTimeout", "00:00:00.500"), ("Chain:Confirmations", "3"));
        await host.ChainAsync();
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);

        var failed = await host.FailAsync(proofId);
        var stored = (await host.LedgerAsync(proofId)).Single();
        await Chain.MineAsync();
        await Chain.MineAsync();
        var published = await host.PublishAsync(proofId, attempt: 2);

        Assert.That(failed.Code, Is.EqualTo(FailureCodes.NotMinedInTime));
        await AssertPublishedOnceAsync(host, published, stored);
    }

    [Test]
    public async Task A_transaction_left_behind_before_another_proofs_is_sent_with_it()
    {
        await using var host = await StartAsync(("Chain:ReceiptTimeout", "00:00:00.500"));
        var document = ProofSamples.Commitment();
        var left = await PrepareAsync(host, await host.AddProofAsync(document), document);
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);

        var failed = await host.FailAsync(proofId);
        await host.PublishAsync(proofId, attempt: 2);

        Assert.That(failed.Code, Is.EqualTo(FailureCodes.NotMinedInTime));
        Assert.That(await Chain.Client.GetTransactionReceiptAsync(Bytes32.Parse(left.Hash)), Is.Not.Null);
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_a_reset_of_the_chain_nonces_follow_it()
    {
        Guid waiting;
        await using (var before = await StartAsync())
        {
            await before.PublishAsync(await before.AddProofAsync(ProofSamples.Preimage));
            await Chain.SetAutomineAsync(on: false);
            await before.ChainAsync();
            waiting = await before.AddProofAsync(ProofSamples.Preimage);
            await PrepareAsync(before, waiting, ProofSamples.Preimage);
        }

        await using var reset = await LocalChainFixture.StartAsync();
        await using var host = await StartAsync(("Chain:RpcUrl", reset.Chain.RpcUrl.ToString()));
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        await Task.WhenAll(host.PublishAsync(proofId), host.PublishAsync(waiting));

        var nonce = await reset.Client.GetTransactionCountAsync(reset.Owner.Address, BlockParameter.Latest);
        var pending = await reset.Client.GetTransactionCountAsync(reset.Owner.Address, BlockParameter.Pending);
        var last = new[] { await LastNonceAsync(host, proofId), await LastNonceAsync(host, waiting) }.Max();
        Assert.Multiple(() =>
        {
            Assert.That(nonce, Is.EqualTo(last + 1));
            Assert.That(pending, Is.EqualTo(nonce));
        });
    }

    [Test]
    public async Task A_chain_that_is_replaced_under_a_running_publisher_is_set_up_and_published_on()
    {
        await using var reset = await LocalChainFixture.StartAsync();
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartAsync(("Chain:RpcUrl", proxy.Url.ToString()));
        await host.PublishAsync(await host.AddProofAsync(ProofSamples.Preimage));
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        proxy.Chain = reset.Chain.RpcUrl;

        var failed = await host.FailAsync(proofId);
        var published = await host.PublishAsync(proofId, attempt: 2);

        Assert.That(failed.Code, Is.EqualTo(FailureCodes.ChainUnavailable));
        var hash = Bytes32.Parse(published.Publication.TransactionHash!);
        Assert.That((await reset.Client.GetTransactionReceiptAsync(hash))?.Succeeded, Is.True);
    }

    static async Task<long> LastNonceAsync(PublisherHost host, Guid proofId) =>
        (await host.LedgerAsync(proofId)).Single(row => row.State == PublicationTransactionState.Confirmed).Nonce;

    /// <summary>What an attempt has done when it crashes between storing and sending.</summary>
    static async Task<PublicationTransaction> PrepareAsync(PublisherHost host, Guid proofId, ProofDocument document)
    {
        var call = new BatchCall([ProofSamples.Item(proofId, document)]);
        var chain = await host.ChainAsync();
        var plan = await TransactionPlan.MakeAsync(
            chain.Client,
            chain.Signer.Address,
            chain.Registry.Address,
            call.Data,
            nonce: 0
        );
        var reading = await host.Services.GetRequiredService<NonceSurvey>().ReadAsync(chain, CancellationToken.None);
        var preparation = host.Services.GetRequiredService<TransactionPreparation>();
        var prepared = await preparation.PrepareAsync(chain, call, plan, reading, CancellationToken.None);
        return prepared.Transaction!;
    }

    static Task WaitForStateAsync(PublisherHost host, Guid proofId, PublicationTransactionState state) =>
        Eventually.HoldsAsync(
            async () => (await host.LedgerAsync(proofId)).Any(row => row.State == state),
            $"the transaction is {state}"
        );

    async Task AssertPublishedOnceAsync(PublisherHost host, ProofPublished published, PublicationTransaction stored)
    {
        var row = (await host.LedgerAsync(published.ProofId)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(published.Publication.TransactionHash, Is.EqualTo(stored.Hash));
            Assert.That(row.Hash, Is.EqualTo(stored.Hash));
            Assert.That(row.State, Is.EqualTo(PublicationTransactionState.Confirmed));
        });
        Assert.That(await EventsAsync(published.ProofId), Has.Count.EqualTo(1));
    }
}
