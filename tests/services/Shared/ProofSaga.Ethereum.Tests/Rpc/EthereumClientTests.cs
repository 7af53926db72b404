using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Rpc;

/// <summary>Against a real node.</summary>
public class EthereumClientTests
{
    static readonly Address Recipient = Address.Parse("0x00000000000000000000000000000000000000aa");

    LocalChainFixture chain = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => chain = await LocalChainFixture.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await chain.DisposeAsync();

    [TearDown]
    public async Task MineWhatIsLeftAsync()
    {
        await chain.SetAutomineAsync(true);
        await chain.MineAsync();
    }

    [Test]
    public async Task The_node_reports_the_hash_and_the_sender_that_we_computed()
    {
        var transaction = await SignAsync(chain.Owner);

        var receipt = await chain.SendAsync(transaction);

        var known = await chain.Client.GetTransactionAsync(transaction.Hash);
        Assert.That(known!.From, Is.EqualTo(chain.Owner.Address));
        Assert.That(known.To, Is.EqualTo(Recipient));
        Assert.That(known.Nonce, Is.EqualTo(transaction.Transaction.Nonce));
        Assert.That(known.Input.ToArray(), Is.EqualTo(transaction.Transaction.Data.ToArray()));
        Assert.That(receipt.Succeeded);
        Assert.That(receipt.TransactionHash, Is.EqualTo(transaction.Hash));
        Assert.That(receipt.From, Is.EqualTo(chain.Owner.Address));
        Assert.That(receipt.BlockNumber, Is.EqualTo(known.BlockNumber));
        Assert.That(receipt.EffectiveGasPrice, Is.LessThanOrEqualTo(transaction.Transaction.MaxFeePerGas));
    }

    [Test]
    public async Task Value_arrives()
    {
        var before = await chain.Client.GetBalanceAsync(Recipient, BlockParameter.Latest);
        var plan = (await PlanAsync(chain.Owner)) with { Value = 12345 };

        await chain.SendAsync(plan.Sign(chain.Owner));

        var after = await chain.Client.GetBalanceAsync(Recipient, BlockParameter.Latest);
        Assert.That(after - before, Is.EqualTo((System.Numerics.BigInteger)12345));
    }

    [Test]
    public async Task A_block_is_read_by_number()
    {
        var number = await chain.Client.GetBlockNumberAsync();

        var block = await chain.Client.GetBlockAsync(BlockParameter.Number(number));

        Assert.That(block!.Number, Is.EqualTo(number));
        Assert.That(block.BaseFeePerGas, Is.Not.Null);
        Assert.That(await chain.Client.GetBlockAsync(BlockParameter.Number(number + 1000)), Is.Null);
    }

    [Test]
    public async Task What_the_node_does_not_know_is_null()
    {
        Assert.That(await chain.Client.GetTransactionAsync(default), Is.Null);
        Assert.That(await chain.Client.GetTransactionReceiptAsync(default), Is.Null);
        Assert.That(await chain.Client.GetCodeAsync(Recipient, BlockParameter.Latest), Is.Empty);
    }

    [Test]
    public async Task A_nonce_that_is_used_is_recognised()
    {
        var transaction = await SignAsync(chain.Owner);
        await chain.SendAsync(transaction);
        var other = transaction.Transaction.Sign(chain.Owner);

        AssertRefused(other, EthereumFailure.NonceTooLow);
    }

    [Test]
    public async Task A_transaction_that_the_pool_has_is_recognised()
    {
        await chain.SetAutomineAsync(false);
        var transaction = await SignAsync(chain.Owner);
        await chain.Client.SendRawTransactionAsync(transaction);

        AssertRefused(transaction, EthereumFailure.AlreadyKnown);
        Assert.That(await chain.Client.GetTransactionReceiptAsync(transaction.Hash), Is.Null);
        Assert.That((await chain.Client.GetTransactionAsync(transaction.Hash))!.BlockNumber, Is.Null);
    }

    [Test]
    public async Task A_replacement_needs_a_higher_fee()
    {
        await chain.SetAutomineAsync(false);
        var plan = await PlanAsync(chain.Owner);
        await chain.Client.SendRawTransactionAsync(plan.Sign(chain.Owner));

        AssertRefused(
            (plan with { Data = new byte[] { 1 } }).Sign(chain.Owner),
            EthereumFailure.ReplacementUnderpriced
        );
        var dearer = plan with
        {
            MaxFeePerGas = plan.MaxFeePerGas * 9 / 8 + 1,
            MaxPriorityFeePerGas = plan.MaxPriorityFeePerGas * 9 / 8 + 1,
        };
        var replacement = dearer.Sign(chain.Owner);
        await chain.Client.SendRawTransactionAsync(replacement);
        await chain.MineAsync();

        Assert.That((await chain.Client.GetTransactionReceiptAsync(replacement.Hash))!.Succeeded);
    }

    [Test]
    public async Task An_account_without_funds_is_recognised()
    {
        using var poor = Account.FromPrivateKey(new string('7', 64));
        var plan = (await PlanAsync(chain.Owner)) with { Nonce = 0 };

        AssertRefused(plan.Sign(poor), EthereumFailure.InsufficientFunds);
    }

    [Test]
    public async Task A_fee_below_the_base_fee_is_recognised()
    {
        var plan = (await PlanAsync(chain.Owner)) with { MaxFeePerGas = 1, MaxPriorityFeePerGas = 1 };

        AssertRefused(plan.Sign(chain.Owner), EthereumFailure.FeeTooLow);
    }

    void AssertRefused(SignedTransaction transaction, EthereumFailure failure)
    {
        var exception = Assert.ThrowsAsync<EthereumException>(() => chain.Client.SendRawTransactionAsync(transaction));
        Assert.That(exception.Failure, Is.EqualTo(failure), exception.Message);
        Assert.That(exception.IsTransient, Is.False);
        Assert.That(exception.RpcErrorCode, Is.Not.Null);
    }

    async Task<SignedTransaction> SignAsync(Account account) => (await PlanAsync(account)).Sign(account);

    async Task<Eip1559Transaction> PlanAsync(Account account)
    {
        var nonce = await chain.Client.GetTransactionCountAsync(account.Address, BlockParameter.Pending);
        return await TransactionPlan.MakeAsync(chain.Client, account.Address, Recipient, new byte[] { 0xCA }, nonce);
    }
}
