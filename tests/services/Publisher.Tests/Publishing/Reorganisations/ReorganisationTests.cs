using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Publishing.Reorganisations;

/// <summary>What a reorganisation takes out of the chain is brought back, once.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
sealed class ReorganisationTests(DatabaseKind database) : PublisherFixture(database)
{
    const int Confirmations = 4;
    const string Often = "00:00:00.050";
    const string Never = "23:00:00";

    [TearDown]
    public Task MineAgain() => Chain.SetAutomineAsync(on: true);

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task A_transaction_that_a_reorganisation_takes_before_it_is_confirmed_is_sent_again(int depth)
    {
        await using var host = await StartAsync(
            ("Chain:Confirmations", $"{Confirmations}"),
            ("Chain:LookBackInterval", Never)
        );
        await host.ChainAsync();
        var proofId = await host.OrderAsync(ProofSamples.Preimage);
        await WaitForStateAsync(host, proofId, PublicationTransactionState.Mined);
        for (var block = 1; block < depth; block++)
            await Chain.MineAsync();
        var before = (await host.LedgerAsync(proofId)).Single();
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));

        await Chain.SetAutomineAsync(on: false);
        await Chain.ReorganiseAsync(depth);
        Assert.That(await EventsAsync(proofId), Is.Empty, "the reorganisation took the event away");
        await Eventually.HoldsAsync(() => host.Log.Of(3017).Any(), "the reorganisation is noticed");
        await WaitForStateAsync(host, proofId, PublicationTransactionState.Broadcast);
        Assert.That(host.Answers.About(proofId).OfType<ProofPublished>(), Is.Empty);
        for (var block = 0; block < Confirmations; block++)
            await Chain.MineAsync();

        var published = await host.Answers.NextAsync<ProofPublished>(proofId);
        var after = (await host.LedgerAsync(proofId)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(after.Hash, Is.EqualTo(before.Hash), "the same signed transaction");
            Assert.That(after.State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(after.BlockHash, Is.Not.EqualTo(before.BlockHash));
            Assert.That(published.Publication.BlockNumber, Is.EqualTo(after.BlockNumber));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task A_publication_that_vanishes_after_it_was_confirmed_raises_an_alert_and_is_published_again(
        int depth
    )
    {
        await using var host = await StartAsync(("Chain:LookBackInterval", Often));
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);
        var published = await host.PublishAsync(proofId);
        for (var block = 1; block < depth; block++)
            await Chain.MineAsync();

        await Chain.ReorganiseAsync(depth);
        await Eventually.HoldsAsync(() => host.Log.Of(3021).Any(), "it is published again");

        var row = (await host.LedgerAsync(proofId)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(host.Log.Of(3020).Single(), Does.Contain(proofId.ToString()));
            Assert.That(row.Hash, Is.EqualTo(published.Publication.TransactionHash), "the same signed transaction");
            Assert.That(row.State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(row.VanishedAt, Is.Null);
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_that_vanished_while_no_publisher_ran_and_lost_its_nonce_is_published_by_another_transaction()
    {
        Guid proofId;
        string lost;
        await using (var before = await StartAsync(("Chain:LookBackInterval", Never)))
        {
            proofId = await before.AddProofAsync(ProofSamples.Preimage);
            lost = (await before.PublishAsync(proofId)).Publication.TransactionHash!;
        }

        await Chain.ReorganiseAsync(1);
        await Chain.SendAsync(Chain.Stranger.Address, []);
        await using var host = await StartAsync(("Chain:LookBackInterval", Often));
        await Eventually.HoldsAsync(() => host.Log.Of(3021).Any(), "it is published again");

        var rows = await host.LedgerAsync(proofId);
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Count.EqualTo(2));
            Assert.That(rows[0].Hash, Is.EqualTo(lost));
            Assert.That(rows[0].State, Is.EqualTo(PublicationTransactionState.Abandoned));
            Assert.That(rows[1].State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(rows.Select(row => row.VanishedAt), Is.All.Null);
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_vanished_nonce_before_another_proofs_transaction_is_filled_by_what_was_in_it()
    {
        await using var host = await StartAsync(("Chain:LookBackInterval", Never));
        var first = await host.AddProofAsync(ProofSamples.Preimage);
        await host.PublishAsync(first);
        await Chain.SetAutomineAsync(on: false);
        var second = await host.OrderAsync(ProofSamples.Commitment());
        await WaitForStateAsync(host, second, PublicationTransactionState.Broadcast);

        await Chain.ReorganiseAsync(1);
        await Chain.MineAsync();
        // a restart finds the gap
        await using var other = await StartAsync(("Chain:LookBackInterval", Often));
        await Eventually.HoldsAsync(() => other.Log.Of(3020).Any(), "the gap is noticed");
        await Chain.SetAutomineAsync(on: true);
        await Chain.MineAsync();
        await host.Answers.NextAsync<ProofPublished>(second);
        await Eventually.HoldsAsync(() => other.Log.Of(3021).Any(), "the first one is in the chain again");

        Assert.That(await EventsAsync(first), Has.Count.EqualTo(1));
        Assert.That(await EventsAsync(second), Has.Count.EqualTo(1));
        var used = await Chain.Client.GetTransactionCountAsync(Chain.Owner.Address, BlockParameter.Latest);
        Assert.That((await host.LedgerAsync(second)).Max(row => row.Nonce), Is.EqualTo((long)used - 1));
    }

    [Test]
    public async Task What_was_published_on_a_chain_that_was_reset_is_its_past_and_raises_no_alert()
    {
        Guid past;
        ulong block;
        await using (var before = await StartAsync(("Chain:LookBackInterval", Never)))
        {
            past = await before.AddProofAsync(ProofSamples.Preimage);
            block = (ulong)(await before.PublishAsync(past)).Publication.BlockNumber!;
        }

        await using var reset = await LocalChainFixture.StartAsync();
        await using var host = await StartAsync(
            ("Chain:RpcUrl", reset.Chain.RpcUrl.ToString()),
            ("Chain:LookBackInterval", Never)
        );
        await host.PublishAsync(await host.AddProofAsync(ProofSamples.Preimage));
        while (await reset.Client.GetBlockNumberAsync() < block)
            await reset.MineAsync();
        var ended = (await host.LedgerAsync(past)).Single();
        var lookBack = host.Services.GetRequiredService<LookBack>();
        var chain = await host.ChainAsync();
        await lookBack.OpenVanishedAsync(chain.Client, chain.ChainId, chain.Signer.Address, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(host.Log.Of(3020), Is.Empty);
            Assert.That(ended.State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(ended.BlockNumber, Is.Null);
        });
    }

    static Task<List<PublicationTransaction>> WaitForStateAsync(
        PublisherHost host,
        Guid proofId,
        PublicationTransactionState state
    ) =>
        Eventually.GetAsync(
            () => host.LedgerAsync(proofId),
            rows => rows.Exists(row => row.State == state),
            $"a transaction is {state}"
        );
}
