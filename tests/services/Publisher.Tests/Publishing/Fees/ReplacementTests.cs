using System.Numerics;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Ethereum;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Publisher.Tests.Publishing.Fees;

/// <summary>What no block takes is replaced for a higher fee; whichever of them is mined counts, once.</summary>
sealed class ReplacementTests : PublisherFixture
{
    const string Soon = "00:00:00.050";
    const string Never = "01:00:00";

    [TearDown]
    public Task MineAgain() => Chain.SetAutomineAsync(on: true);

    [Test]
    public async Task A_stuck_transaction_is_replaced_under_its_nonce_by_an_eighth_more_on_both_fees()
    {
        await using var host = await StartAsync(("Chain:StuckAfter", Soon), ("Chain:MaxReplacements", "1"));
        await host.ChainAsync();
        await Chain.SetAutomineAsync(on: false);
        var proofId = await host.OrderAsync(ProofSamples.Preimage);
        await WaitForAsync(host, proofId, rows => rows.Count(IsBroadcast) == 2);
        // the second one can't be replaced any more, and that is said
        await Eventually.HoldsAsync(() => host.Log.Of(3019).Any(), "the replacement stays");

        await Chain.MineAsync();
        var published = await host.Answers.NextAsync<ProofPublished>(proofId);

        var (first, second) = await TwoRowsAsync(host, proofId);
        Assert.Multiple(() =>
        {
            Assert.That(second.Nonce, Is.EqualTo(first.Nonce));
            Assert.That(Wei(second.MaxFeePerGasWei) * 8, Is.GreaterThanOrEqualTo(Wei(first.MaxFeePerGasWei) * 9));
            Assert.That(
                Wei(second.MaxPriorityFeePerGasWei) * 8,
                Is.GreaterThanOrEqualTo(Wei(first.MaxPriorityFeePerGasWei) * 9)
            );
            Assert.That(first.State, Is.EqualTo(PublicationTransactionState.Replaced));
            Assert.That(second.State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(published.Publication.TransactionHash, Is.EqualTo(second.Hash));
            Assert.That(host.Log.Of(3019).First(), Does.Contain("Chain:MaxReplacements"));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_original_counts_when_it_is_mined_after_its_replacement_was_stored()
    {
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartAsync(("Chain:RpcUrl", proxy.Url.ToString()), ("Chain:StuckAfter", Soon));
        await host.ChainAsync();
        await Chain.SetAutomineAsync(on: false);
        proxy.RefusesAfter("eth_sendRawTransaction", 1);
        var proofId = await host.OrderAsync(ProofSamples.Preimage);
        await WaitForAsync(host, proofId, rows => rows.Count == 2);

        await Chain.MineAsync();
        var published = await host.Answers.NextAsync<ProofPublished>(proofId);

        var (first, second) = await TwoRowsAsync(host, proofId);
        Assert.Multiple(() =>
        {
            Assert.That(first.State, Is.EqualTo(PublicationTransactionState.Confirmed));
            Assert.That(second.State, Is.EqualTo(PublicationTransactionState.Replaced));
            Assert.That(published.Publication.TransactionHash, Is.EqualTo(first.Hash));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_replacement_that_was_stored_and_not_sent_is_sent_after_a_restart()
    {
        Guid proofId;
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using (
            var crashing = await StartAsync(
                ("Chain:RpcUrl", proxy.Url.ToString()),
                ("Chain:StuckAfter", Soon),
                ("Chain:ReceiptTimeout", "00:00:02")
            )
        )
        {
            await crashing.ChainAsync();
            await Chain.SetAutomineAsync(on: false);
            proxy.RefusesAfter("eth_sendRawTransaction", 1);
            proofId = await crashing.AddProofAsync(ProofSamples.Preimage);
            await crashing.FailAsync(proofId);
        }

        await using var host = await StartAsync(("Chain:StuckAfter", Never));
        await host.OrderAsync(proofId, attempt: 2);
        await WaitForAsync(host, proofId, rows => rows.Count == 2 && rows.TrueForAll(IsBroadcast));
        await Chain.MineAsync();
        var published = await host.Answers.NextAsync<ProofPublished>(proofId);

        var (first, second) = await TwoRowsAsync(host, proofId);
        Assert.Multiple(() =>
        {
            Assert.That(published.Publication.TransactionHash, Is.EqualTo(second.Hash));
            Assert.That(first.State, Is.EqualTo(PublicationTransactionState.Replaced));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_transaction_that_the_node_forgot_is_replaced_too()
    {
        await using var host = await StartAsync(("Chain:StuckAfter", "00:00:00.300"));
        await host.ChainAsync();
        await Chain.SetAutomineAsync(on: false);
        var proofId = await host.OrderAsync(ProofSamples.Preimage);
        var first = (await WaitForAsync(host, proofId, rows => rows.Exists(IsBroadcast)))[0];
        await Chain.DropFromPoolAsync(Bytes32.Parse(first.Hash));

        await WaitForAsync(host, proofId, rows => rows.Count(IsBroadcast) >= 2);
        await Chain.MineAsync();
        await host.Answers.NextAsync<ProofPublished>(proofId);

        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_stored_transaction_whose_fee_has_become_too_low_is_replaced_at_once()
    {
        await using var proxy = await RpcProxy.StartAsync(Chain.Chain.RpcUrl);
        await using var host = await StartAsync(("Chain:RpcUrl", proxy.Url.ToString()), ("Chain:StuckAfter", Soon));
        await host.ChainAsync();
        proxy.RefusesAfter("eth_sendRawTransaction", 0);
        var proofId = await host.OrderAsync(ProofSamples.Preimage);
        var first = (await WaitForAsync(host, proofId, rows => rows.Count == 1))[0];
        await Chain.SetNextBaseFeeAsync((ulong)Wei(first.MaxFeePerGasWei) * 2);
        await Chain.MineAsync();
        proxy.RefusesAfter("eth_sendRawTransaction", int.MaxValue);

        var published = await host.Answers.NextAsync<ProofPublished>(proofId);

        var (original, replacement) = await TwoRowsAsync(host, proofId);
        Assert.Multiple(() =>
        {
            Assert.That(original.State, Is.EqualTo(PublicationTransactionState.Replaced));
            Assert.That(published.Publication.TransactionHash, Is.EqualTo(replacement.Hash));
            Assert.That(replacement.Nonce, Is.EqualTo(first.Nonce));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_cap_holds_back_a_replacement_that_would_pay_more()
    {
        var fees = await Chain.Client.SuggestFeesAsync();
        var cap = (decimal)fees.BaseFeePerGas * 1.05m / 1_000_000_000;
        await using var host = await StartAsync(
            ("Chain:StuckAfter", Soon),
            ("Chain:MaxFeePerGasGwei", FormattableString.Invariant($"{cap}"))
        );
        await host.ChainAsync();
        await Chain.SetAutomineAsync(on: false);
        var proofId = await host.OrderAsync(ProofSamples.Preimage);

        await Eventually.HoldsAsync(() => host.Log.Of(3019).Any(), "it is said that the transaction stays");
        var row = (await host.LedgerAsync(proofId)).Single();
        await Chain.MineAsync();
        await host.Answers.NextAsync<ProofPublished>(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(host.Log.Of(3019).First(), Does.Contain("above Chain:MaxFeePerGasGwei"));
            Assert.That(Wei(row.MaxFeePerGasWei), Is.LessThanOrEqualTo((BigInteger)(cap * 1_000_000_000)));
        });
        Assert.That(await EventsAsync(proofId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_base_fee_above_the_cap_is_a_transient_failure_that_names_the_setting()
    {
        await using var host = await StartAsync(("Chain:MaxFeePerGasGwei", "0.000000001"));
        var proofId = await host.AddProofAsync(ProofSamples.Preimage);

        var failed = await host.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.FeeAboveCap));
            Assert.That(failed.Kind, Is.EqualTo(Contracts.FailureKind.Transient));
            Assert.That(failed.Error, Does.Contain("above Chain:MaxFeePerGasGwei, 0.000000001"));
        });
        Assert.That(await host.LedgerAsync(proofId), Is.Empty);
    }

    static bool IsBroadcast(PublicationTransaction row) => row.State == PublicationTransactionState.Broadcast;

    static Task<List<PublicationTransaction>> WaitForAsync(
        PublisherHost host,
        Guid proofId,
        Predicate<List<PublicationTransaction>> isSo
    ) => Eventually.GetAsync(() => host.LedgerAsync(proofId), rows => isSo(rows), "the ledger is as expected");

    static async Task<(PublicationTransaction First, PublicationTransaction Second)> TwoRowsAsync(
        PublisherHost host,
        Guid proofId
    )
    {
        var rows = (await host.LedgerAsync(proofId)).OrderBy(row => row.PreparedAt).ToList();
        Assert.That(rows, Has.Count.EqualTo(2));
        return (rows[0], rows[1]);
    }

    static BigInteger Wei(string text) => BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
