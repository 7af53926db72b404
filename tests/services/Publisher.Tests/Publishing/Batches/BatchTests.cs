using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Publishing.Batches;

/// <summary>Proofs share a transaction, and nothing else: what is wrong with one is wrong with that one alone.</summary>
sealed class BatchTests : PublisherFixture
{
    /// <summary>Long enough for a burst of orders, whatever else the machine does.</summary>
    const string ForABurst = "00:00:01";

    /// <summary>Only a full batch is sent.</summary>
    const string UntilFull = "00:01:00";

    const ulong UsualBlockGasLimit = 30_000_000;

    [TearDown]
    public async Task MineAgain()
    {
        await Chain.SetBlockGasLimitAsync(UsualBlockGasLimit);
        await Chain.SetAutomineAsync(on: true);
    }

    [Test]
    public async Task Proofs_that_come_together_share_a_transaction_and_its_gas()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", ForABurst));
        await host.ChainAsync();
        var ids = await AddAsync(host, [.. Preimages(5), .. Commitments(5)]);

        var published = await PublishAsync(host, ids);

        var row = (await RowsAsync(host, ids)).Single();
        var hashes = published.Select(answer => answer.Publication.TransactionHash).Distinct();
        Assert.Multiple(() =>
        {
            Assert.That(hashes, Is.EqualTo(new[] { row.Hash }));
            Assert.That(published.Sum(answer => answer.Publication.GasUsed), Is.EqualTo(row.GasUsed).Within(ids.Count));
            Assert.That(row.State, Is.EqualTo(PublicationTransactionState.Confirmed));
        });
        await AssertPublishedOnceAsync(ids);
    }

    [Test]
    public async Task A_full_batch_waits_for_no_more_and_takes_no_more()
    {
        await using var host = await StartAsync(("Chain:BatchSize", "4"), ("Chain:BatchWindow", UntilFull));
        await host.ChainAsync();
        var ids = await AddAsync(host, [.. Preimages(4), .. Commitments(4)]);

        await PublishAsync(host, ids);

        Assert.That(await RowsAsync(host, ids), Has.Count.EqualTo(2));
        await AssertPublishedOnceAsync(ids);
    }

    [Test]
    public async Task Without_a_window_nobody_waits_for_others()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", "00:00:00"));
        await host.ChainAsync();
        var ids = await AddAsync(host, Commitments(2));

        await host.PublishAsync(ids[0]);
        await host.PublishAsync(ids[1]);

        Assert.That(await RowsAsync(host, ids), Has.Count.EqualTo(2));
        await AssertPublishedOnceAsync(ids);
    }

    [Test]
    public async Task Bad_ones_fail_alone_with_their_reasons_before_anything_is_sent()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", ForABurst));
        var spender = await host.AddProofAsync(ProofSamples.Product("threeTimesEleven"));
        await host.PublishAsync(spender);
        var good = await AddAsync(host, [.. Preimages(3), .. Commitments(2)]);
        var tampered = await host.AddProofAsync(ProofSamples.Preimage with { PublicSignals = ["7"] });
        var unknown = await host.AddProofAsync(ProofSamples.Preimage with { CircuitVersion = 2 });
        var spent = await host.AddProofAsync(ProofSamples.Product("threeTimesFour"));

        await Task.WhenAll(new[] { tampered, unknown, spent }.Concat(good).Select(id => host.OrderAsync(id)));
        var failures = new Dictionary<Guid, ProofPublishingFailed>();
        foreach (var id in new[] { tampered, unknown, spent })
            failures[id] = await host.Answers.NextAsync<ProofPublishingFailed>(id);
        var published = await AnswersAsync(host, good);

        var receipt = await Chain.Client.GetTransactionReceiptAsync(HashOf(published[0]));
        Assert.Multiple(() =>
        {
            Assert.That(failures.Values.Select(failed => failed.Kind), Is.All.EqualTo(FailureKind.Permanent));
            Assert.That(failures[tampered].Code, Is.EqualTo(FailureCodes.ProofRefused));
            Assert.That(failures[unknown].Code, Is.EqualTo(FailureCodes.CircuitNotRegistered));
            Assert.That(failures[spent].Error, Is.EqualTo($"nullifier already spent by proof {spender}"));
            Assert.That(receipt!.Logs, Has.Count.EqualTo(good.Count), "the bad ones cost nobody gas");
        });
        await AssertPublishedOnceAsync(good);
    }

    [Test]
    public async Task Of_two_proofs_with_one_nullifier_that_come_together_the_first_is_published()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", ForABurst));
        await host.ChainAsync();
        var ids = await AddAsync(
            host,
            [ProofSamples.Product("fiveTimesSeven"), ProofSamples.Product("fiveTimesSeven")]
        );

        await Task.WhenAll(ids.Select(id => host.OrderAsync(id)));
        await Eventually.HoldsAsync(
            () =>
                ids.SelectMany(host.Answers.About).OfType<ProofPublished>().Any()
                && ids.SelectMany(host.Answers.About).OfType<ProofPublishingFailed>().Any(),
            "one is published and one refused"
        );

        var refused = ids.SelectMany(host.Answers.About).OfType<ProofPublishingFailed>().Single();
        Assert.That(
            refused.Error,
            Is.EqualTo($"nullifier already spent by proof {ids.Single(id => id != refused.ProofId)}")
        );
    }

    [Test]
    public async Task What_a_block_has_no_room_for_is_published_by_smaller_batches()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", ForABurst));
        await host.ChainAsync();
        await Chain.SetBlockGasLimitAsync(1_000_000);
        await Chain.MineAsync();
        var ids = await AddAsync(host, Preimages(16));

        await PublishAsync(host, ids);

        Assert.That((await RowsAsync(host, ids)).Count, Is.InRange(2, 8));
        await AssertPublishedOnceAsync(ids);
    }

    [Test]
    public async Task Whoever_is_no_publisher_any_more_is_told_for_each_proof()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", ForABurst));
        await host.ChainAsync();
        var ids = await AddAsync(host, Commitments(3));
        await Chain.SendAsync(Registry.Address, ProofRegistryCalls.SetPublisher(Chain.Owner.Address, allowed: false));

        var failures = await Task.WhenAll(ids.Select(id => host.FailAsync(id)));

        await Chain.SendAsync(Registry.Address, ProofRegistryCalls.SetPublisher(Chain.Owner.Address, allowed: true));
        Assert.That(failures.Select(failed => failed.Code), Is.All.EqualTo(FailureCodes.NotAPublisher));
    }

    [Test]
    public async Task A_proof_that_is_ordered_twice_at_once_is_in_the_batch_once_and_answered_twice()
    {
        await using var host = await StartAsync(("Chain:BatchWindow", ForABurst));
        await host.ChainAsync();
        var id = await host.AddProofAsync(ProofSamples.Preimage);

        await Task.WhenAll(host.OrderAsync(id), host.OrderAsync(id));

        await host.Answers.NextAsync<ProofPublished>(id);
        await host.Answers.NextAsync<ProofPublished>(id);
        Assert.That(await host.LedgerAsync(id), Has.Count.EqualTo(1));
        await AssertPublishedOnceAsync([id]);
    }

    [Test]
    public async Task After_a_restart_all_proofs_of_a_batch_are_found_in_the_transaction_that_was_left()
    {
        List<Guid> ids;
        await using (
            var before = await StartAsync(("Chain:BatchWindow", ForABurst), ("Chain:ReceiptTimeout", "00:00:01"))
        )
        {
            await before.ChainAsync();
            ids = await AddAsync(before, [.. Preimages(3), .. Commitments(3)]);
            await Chain.SetAutomineAsync(on: false);
            await Task.WhenAll(ids.Select(id => before.FailAsync(id)));
        }

        await Chain.SetAutomineAsync(on: true);
        await Chain.MineAsync();
        await using var host = await StartAsync();
        var published = await PublishAsync(host, ids);

        var row = (await RowsAsync(host, ids)).Single();
        Assert.That(published.Select(answer => answer.Publication.TransactionHash), Is.All.EqualTo(row.Hash));
        await AssertPublishedOnceAsync(ids);
    }

    [Test]
    public async Task A_proof_that_is_cancelled_while_its_batch_is_collected_is_not_sent_with_the_others()
    {
        await using var host = await StartAsync(("Chain:BatchSize", "3"), ("Chain:BatchWindow", UntilFull));
        await host.ChainAsync();
        var ids = await AddAsync(host, Preimages(3));
        await host.OrderAsync(ids[0]);
        await host.Answers.NextAsync<ProofProgressed>(ids[0]);

        await host.CancelAsync(ids[0]);
        await Task.WhenAll(ids.Skip(1).Select(id => host.OrderAsync(id)));

        var failed = await host.Answers.NextAsync<ProofPublishingFailed>(ids[0]);
        await AnswersAsync(host, ids[1..]);
        Assert.That(failed.Code, Is.EqualTo(FailureCodes.GivenUp));
        Assert.That(await EventsAsync(ids[0]), Is.Empty);
        await AssertPublishedOnceAsync(ids[1..]);
    }

    static IEnumerable<ProofDocument> Preimages(int count) => Enumerable.Repeat(ProofSamples.Preimage, count);

    static IEnumerable<ProofDocument> Commitments(int count) =>
        Enumerable.Range(0, count).Select(_ => ProofSamples.Commitment());

    static Bytes32 HashOf(ProofPublished published) => Bytes32.Parse(published.Publication.TransactionHash!);

    static async Task<List<Guid>> AddAsync(PublisherHost host, IEnumerable<ProofDocument> documents)
    {
        var ids = new List<Guid>();
        foreach (var document in documents)
            ids.Add(await host.AddProofAsync(document));
        return ids;
    }

    static async Task<List<ProofPublished>> PublishAsync(PublisherHost host, List<Guid> ids)
    {
        await Task.WhenAll(ids.Select(id => host.OrderAsync(id)));
        return await AnswersAsync(host, ids);
    }

    static async Task<List<ProofPublished>> AnswersAsync(PublisherHost host, List<Guid> ids)
    {
        var published = new List<ProofPublished>();
        foreach (var id in ids)
            published.Add(await host.Answers.NextAsync<ProofPublished>(id));
        return published;
    }

    static async Task<List<PublicationTransaction>> RowsAsync(PublisherHost host, List<Guid> ids)
    {
        var rows = await Task.WhenAll(ids.Select(host.LedgerAsync));
        return [.. rows.SelectMany(each => each).DistinctBy(row => row.Hash)];
    }

    async Task AssertPublishedOnceAsync(List<Guid> ids)
    {
        foreach (var id in ids)
            Assert.That(await EventsAsync(id), Has.Count.EqualTo(1));
    }
}
