using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Rpc.Endpoints;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Ethereum.Tests.Rpc.Endpoints;

/// <summary>Two endpoints in front of one real node.</summary>
public class EndpointPoolTests
{
    const ulong ChainId = 31337;

    static readonly Address Recipient = Address.Parse("0x00000000000000000000000000000000000000aa");

    LocalChainFixture chain = null!;
    HttpClient http = null!;
    ManualTime time = null!;
    NodeProxy first = null!;
    NodeProxy second = null!;
    CapturedLog log = null!;

    [OneTimeSetUp]
    public async Task StartChainAsync()
    {
        chain = await LocalChainFixture.StartAsync();
        http = new HttpClient();
    }

    [OneTimeTearDown]
    public async Task StopChainAsync()
    {
        await chain.DisposeAsync();
        http.Dispose();
    }

    [SetUp]
    public async Task StartEndpointsAsync()
    {
        time = new ManualTime();
        log = new CapturedLog();
        first = await NodeProxy.StartAsync(chain.Chain.RpcUrl);
        second = await NodeProxy.StartAsync(chain.Chain.RpcUrl);
    }

    [TearDown]
    public async Task StopEndpointsAsync()
    {
        Assert.That(log.Everything, Does.Not.Contain("secret"));
        log.Dispose();
        await first.DisposeAsync();
        await second.DisposeAsync();
        await chain.SetAutomineAsync(true);
    }

    [Test]
    public async Task All_questions_go_to_the_preferred_endpoint_while_it_is_well()
    {
        var client = Client();

        for (var i = 0; i < 5; i++)
            await client.GetBlockNumberAsync();

        Assert.That(first.Asked.First(), Is.EqualTo("eth_chainId"));
        Assert.That(first.Asked.Count(method => method == "eth_blockNumber"), Is.EqualTo(5));
        Assert.That(second.Asked, Is.Empty);
    }

    [Test]
    public async Task An_endpoint_that_was_never_there_is_passed_over()
    {
        var client = Client(Nowhere(), second.Options);

        Assert.That(await client.GetChainIdAsync(), Is.EqualTo(ChainId));
    }

    static IEnumerable<TestCaseData> Faults()
    {
        yield return Fault(node => node.GoAway(), "breaks the connection");
        yield return Fault(node => node.Answer(503), "is unavailable");
        yield return Fault(node => node.Answer(401), "knows its key no more");
        yield return Fault(node => node.Answer(429), "limits the rate");
        yield return Fault(node => node.Answer("<html>"), "answers HTML");
        yield return Fault(node => node.Answer("""{"jsonrpc":"2.0","id":ID,"result":{}}"""), "answers something else");
        yield return Fault(
            node => node.Answer("""{"jsonrpc":"2.0","id":ID,"error":{"code":-32005,"message":"limit exceeded"}}"""),
            "limits the rate by an error"
        );

        static TestCaseData Fault(Action<NodeProxy> fail, string name) =>
            new TestCaseData(fail).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task What_an_endpoint_in_use_fails_to_answer_the_next_one_answers(object fail)
    {
        var client = Client();
        await client.GetBalanceAsync(Recipient, BlockParameter.Latest);
        ((Action<NodeProxy>)fail)(first);

        await client.GetBalanceAsync(Recipient, BlockParameter.Latest);

        Assert.That(second.Asked, Is.EqualTo(new[] { "eth_chainId", "eth_getBalance" }));
    }

    [Test]
    public async Task A_slow_endpoint_is_given_up_in_time()
    {
        var client = Client();
        await client.GetBlockNumberAsync();
        var asked = new TaskCompletionSource();
        first.Misbehave = async (context, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            return true;
        };

        var answer = client.GetBlockNumberAsync();
        await asked.Task;
        time.Advance(first.Options.RequestTimeout);
        await answer;

        Assert.That(second.Asked, Does.Contain("eth_blockNumber"));
    }

    [Test]
    public async Task An_endpoint_that_fails_again_and_again_rests_and_is_probed_before_it_is_used_again()
    {
        var client = Client();
        await client.GetBlockNumberAsync();
        first.GoAway();
        for (var i = 0; i < 5; i++)
            await client.GetBlockNumberAsync();
        first.Asked.Clear();

        await client.GetBlockNumberAsync();
        Assert.That(first.Asked, Is.Empty);

        first.Recover();
        time.Advance(RpcEndpoint.FirstRest);
        second.Asked.Clear();
        await client.GetBalanceAsync(Recipient, BlockParameter.Latest);

        Assert.That(first.Asked, Is.EqualTo(new[] { "eth_chainId", "eth_blockNumber", "eth_getBalance" }));
        Assert.That(second.Asked, Is.EqualTo(new[] { "eth_blockNumber" }));
        Assert.That(log.Of(6110).Single(), Does.Contain(first.Host));
        Assert.That(log.Of(6111).Single(), Does.Contain(first.Host));
    }

    [Test]
    public async Task An_endpoint_that_stays_away_rests_longer_each_time()
    {
        var client = Client();
        first.GoAway();
        for (var i = 0; i < 3; i++)
            await client.GetBlockNumberAsync();

        time.Advance(RpcEndpoint.FirstRest);
        await client.GetBlockNumberAsync();
        first.Asked.Clear();
        time.Advance(RpcEndpoint.FirstRest);
        await client.GetBlockNumberAsync();
        Assert.That(first.Asked, Is.Empty);

        time.Advance(RpcEndpoint.FirstRest);
        await client.GetBlockNumberAsync();
        Assert.That(first.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Endpoints_that_all_rest_are_asked_all_the_same()
    {
        var client = Client();
        first.GoAway();
        second.GoAway();
        for (var i = 0; i < 3; i++)
            Assert.ThrowsAsync<EthereumException>(() => client.GetBlockNumberAsync());
        Assert.That(log.Of(6110), Has.Exactly(2).Items);

        second.Recover();

        Assert.DoesNotThrowAsync(() => client.GetBlockNumberAsync());
        Assert.That(log.Of(6111).Single(), Does.Contain(second.Host));
        await client.GetBlockNumberAsync();
    }

    [TestCase(429, false)]
    [TestCase(429, true)]
    [TestCase(503, false)]
    public async Task An_endpoint_that_asks_to_be_left_alone_is_until_then(int status, bool asDate)
    {
        var client = Client();
        await client.GetBlockNumberAsync();
        var until = time.GetUtcNow().AddSeconds(20).ToString("R", CultureInfo.InvariantCulture);
        first.Answer(status, retryAfter: asDate ? until : "20");
        await client.GetBlockNumberAsync();
        first.Recover();
        first.Asked.Clear();

        time.Advance(TimeSpan.FromSeconds(19));
        await client.GetBlockNumberAsync();
        Assert.That(first.Asked, Is.Empty);

        time.Advance(TimeSpan.FromSeconds(1));
        await client.GetBlockNumberAsync();
        Assert.That(first.Asked, Does.Contain("eth_blockNumber"));
    }

    [Test]
    public async Task A_question_waits_for_the_only_endpoint_as_long_as_that_asks()
    {
        var client = Client(first.Options);
        await client.GetBlockNumberAsync();
        first.Answer(429, retryAfter: "7");

        var answer = client.GetBlockNumberAsync();
        await Eventually.HoldsAsync(() => time.Waits.Contains(TimeSpan.FromSeconds(7)), "the question waits");
        first.Recover();
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.That(await answer, Is.EqualTo(await chain.Client.GetBlockNumberAsync()));
    }

    [Test]
    public async Task A_limit_without_a_time_is_waited_for_a_few_times_and_then_told()
    {
        var client = Client(first.Options);
        first.Answer("""{"jsonrpc":"2.0","id":ID,"error":{"code":-32005,"message":"limit exceeded"}}""");

        var answer = client.GetBlockNumberAsync();
        while (!answer.IsCompleted)
        {
            await Eventually.HoldsAsync(() => answer.IsCompleted || IsWaiting(), "the question waits");
            time.Advance(EndpointPool.LongestWait);
        }

        var failure = Assert.ThrowsAsync<EthereumException>(() => answer);
        Assert.That(failure.Failure, Is.EqualTo(EthereumFailure.RateLimited));
        Assert.That(failure.IsTransient);
        Assert.That(
            failure.RpcErrorCode ?? (failure.InnerException as EthereumException)?.RpcErrorCode,
            Is.EqualTo(-32005)
        );
        Assert.That(first.Asked, Has.Count.EqualTo(5));

        // for something else than an answer
        bool IsWaiting() =>
            time.Waits is [var wait] && wait != EndpointProbe.LongestWait && wait != first.Options.RequestTimeout;
    }

    [TestCase("3600")]
    [TestCase("31")]
    public void A_longer_wait_is_left_to_the_caller(string seconds)
    {
        first.Answer(429, retryAfter: seconds);

        var failure = Assert.ThrowsAsync<EthereumException>(() => Client(first.Options).GetBlockNumberAsync());

        Assert.That(failure.Failure, Is.EqualTo(EthereumFailure.RateLimited));
        Assert.That(failure.IsTransient);
        Assert.That(
            failure.RetryAfter,
            Is.EqualTo(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)))
        );
    }

    [Test]
    public async Task An_endpoint_is_left_alone_for_five_minutes_at_most()
    {
        var client = Client();
        first.Answer(429, retryAfter: "86400");
        await client.GetBlockNumberAsync();
        first.Recover();

        time.Advance(RateLimit.LongestWait);
        await client.GetBalanceAsync(Recipient, BlockParameter.Latest);

        Assert.That(first.Asked, Does.Contain("eth_getBalance"));
    }

    [Test]
    public async Task An_endpoint_of_another_chain_is_set_aside()
    {
        OtherChain(first);
        var client = Client();

        Assert.That(await client.GetChainIdAsync(), Is.EqualTo(ChainId));
        await client.GetBlockNumberAsync();

        Assert.That(first.Asked, Is.All.EqualTo("eth_chainId"));
        Assert.That(log.Of(6110).Single(), Does.Contain($"{first.Host} leads to chain 1, and {ChainId} is expected"));
    }

    [Test]
    public void Endpoints_that_are_all_of_another_chain_are_a_wrong_configuration()
    {
        OtherChain(first);

        var failure = Assert.ThrowsAsync<EthereumException>(() => Client(first.Options).GetBlockNumberAsync());

        Assert.That(failure.Failure, Is.EqualTo(EthereumFailure.Misconfigured));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain($"{first.Host} leads to chain 1").And.Not.Contain("secret"));
    }

    [Test]
    public async Task An_endpoint_that_comes_back_as_another_chain_is_set_aside()
    {
        var client = Client();
        await client.GetBlockNumberAsync();
        first.GoAway();
        await client.GetBlockNumberAsync();
        OtherChain(first);
        first.Asked.Clear();

        await client.GetBlockNumberAsync();

        Assert.That(first.Asked, Is.All.EqualTo("eth_chainId"));
    }

    [Test]
    public async Task Without_an_expected_chain_that_of_the_first_answer_is_expected()
    {
        var client = new EthereumClient(
            new EndpointPool(http, [first.Options, second.Options], timeProvider: time, logger: Logger())
        );
        await client.GetBlockNumberAsync();
        OtherChain(second);
        first.GoAway();

        var failure = Assert.ThrowsAsync<EthereumException>(() => client.GetBlockNumberAsync());

        Assert.That(failure.Message, Does.Contain($"{second.Host} leads to chain 1, and {ChainId} is expected"));
    }

    [Test]
    public async Task An_endpoint_that_comes_back_far_behind_waits_until_it_has_caught_up()
    {
        var client = Client();
        await client.GetBlockNumberAsync();
        first.GoAway();
        await client.GetBlockNumberAsync();
        for (var i = 0UL; i <= EndpointProbe.MaxBlocksBehind; i++)
            await chain.MineAsync();
        first.Answer("""{"jsonrpc":"2.0","id":ID,"result":"0x0"}""", method: "eth_blockNumber");

        Assert.That(await client.GetBlockNumberAsync(), Is.GreaterThan(EndpointProbe.MaxBlocksBehind));

        first.Recover();
        time.Advance(RpcEndpoint.FirstRest);
        first.Asked.Clear();
        await client.GetBalanceAsync(Recipient, BlockParameter.Latest);
        Assert.That(first.Asked, Does.Contain("eth_getBalance"));
    }

    [Test]
    public async Task An_endpoint_that_is_behind_is_better_than_none()
    {
        var client = Client();
        await client.GetBlockNumberAsync();
        second.Answer("""{"jsonrpc":"2.0","id":ID,"result":"0x0"}""", method: "eth_blockNumber");
        first.GoAway();

        Assert.That(await client.GetBlockNumberAsync(), Is.Zero);
    }

    [Test]
    public async Task A_transaction_whose_answer_was_lost_is_known_to_the_next_endpoint()
    {
        await chain.SetAutomineAsync(false);
        var client = Client();
        var transaction = await SignAsync();
        first.LosesAnswersTo = "eth_sendRawTransaction";

        var known = Assert.ThrowsAsync<EthereumException>(() => client.SendRawTransactionAsync(transaction));

        await chain.MineAsync();
        Assert.That(known.Failure, Is.EqualTo(EthereumFailure.AlreadyKnown));
        Assert.That((await client.GetTransactionReceiptAsync(transaction.Hash))!.Succeeded);
    }

    [Test]
    public async Task What_a_node_says_of_the_question_itself_is_the_answer()
    {
        var registry = (await chain.DeployRegistryAsync()).Address;
        var client = Client();
        var used = await SignAsync();
        await chain.SendAsync(used);
        var poor = used.Transaction with { Nonce = used.Transaction.Nonce + 1, Value = UInt256.MaxValue / 2 };

        var tooLow = Assert.ThrowsAsync<EthereumException>(() =>
            client.SendRawTransactionAsync((used.Transaction with { Value = 1 }).Sign(chain.Owner))
        );
        var funds = Assert.ThrowsAsync<EthereumException>(() => client.SendRawTransactionAsync(poor.Sign(chain.Owner)));
        var reverted = Assert.ThrowsAsync<EthereumException>(() =>
            client.CallContractAsync(new CallInput(null, registry, new byte[] { 1, 2, 3, 4 }), BlockParameter.Latest)
        );

        Assert.That(tooLow.Failure, Is.EqualTo(EthereumFailure.NonceTooLow));
        Assert.That(funds.Failure, Is.EqualTo(EthereumFailure.InsufficientFunds));
        Assert.That(reverted.Failure, Is.EqualTo(EthereumFailure.Reverted));
        Assert.That(second.Asked, Is.Empty);
    }

    [Test]
    public void If_all_are_away_the_error_names_each_and_its_problem()
    {
        var nowhere = Nowhere();
        first.Answer(503);
        second.Answer("<html>");

        var failure = Assert.ThrowsAsync<EthereumException>(() =>
            Client(nowhere, first.Options, second.Options).GetBlockNumberAsync()
        );

        Assert.That(failure.IsTransient);
        Assert.That(failure.Message, Does.Contain("None of 3 endpoints answers"));
        Assert.That(failure.Message, Does.Contain($"{nowhere.RpcUrl.Authority} failed: no connection"));
        Assert.That(failure.Message, Does.Contain($"{first.Host} failed: the endpoint answered HTTP 503"));
        Assert.That(failure.Message, Does.Contain($"{second.Host} failed: the answer is not JSON"));
        Assert.That(failure.ToString(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Our_own_cancellation_is_no_fault_of_the_endpoint()
    {
        using var cancellation = new CancellationTokenSource();
        var client = Client();
        await client.GetBlockNumberAsync();
        first.Misbehave = async (context, _) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            return true;
        };

        Assert.That(
            () => client.GetBlockNumberAsync(cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(second.Asked, Is.Empty);
    }

    [Test]
    public void A_pool_without_endpoints_is_refused() =>
        Assert.That(() => new EndpointPool(http, []), Throws.ArgumentException);

    EthereumClient Client() => Client(first.Options, second.Options);

    EthereumClient Client(params EthereumClientOptions[] endpoints) =>
        new(new EndpointPool(http, endpoints, ChainId, timeProvider: time, logger: Logger()));

    Logger<EndpointPool> Logger()
    {
        var loggers = new LoggerFactory();
        loggers.AddProvider(log);
        return new Logger<EndpointPool>(loggers);
    }

    async Task<SignedTransaction> SignAsync()
    {
        var nonce = await chain.Client.GetTransactionCountAsync(chain.Owner.Address, BlockParameter.Pending);
        var plan = await TransactionPlan.MakeAsync(chain.Client, chain.Owner.Address, Recipient, default, nonce);
        return plan.Sign(chain.Owner);
    }

    static void OtherChain(NodeProxy node) =>
        node.Answer("""{"jsonrpc":"2.0","id":ID,"result":"0x1"}""", method: "eth_chainId");

    static EthereumClientOptions Nowhere()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return new EthereumClientOptions { RpcUrl = new Uri($"http://{free.LocalEndpoint}/a-secret-api-key") };
    }
}
