using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Tests.Rpc;

public class UnreliableNodeTests
{
    [TestCase(200, "<html>Bad Gateway</html>", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, "", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, "[]", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, """{"jsonrpc":"2.0","id":ID}""", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, """{"jsonrpc":"2.0","id":999999,"result":"0x1"}""", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, """{"jsonrpc":"2.0","id":"ID","result":"0x1"}""", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, """{"jsonrpc":"2.0","id":ID,"result":null}""", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, """{"jsonrpc":"2.0","id":ID,"result":"1"}""", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, """{"jsonrpc":"2.0","id":ID,"result":{}}""", EthereumFailure.MalformedAnswer, true)]
    [TestCase(200, "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"\\ud800\"}", EthereumFailure.MalformedAnswer, true)]
    [TestCase(500, "oops", EthereumFailure.HttpError, true)]
    [TestCase(503, """{"jsonrpc":"2.0","id":ID,"result":"0x1"}""", EthereumFailure.HttpError, true)]
    [TestCase(401, "who are you?", EthereumFailure.HttpError, false)]
    [TestCase(404, "", EthereumFailure.HttpError, false)]
    [TestCase(429, "slow down", EthereumFailure.RateLimited, true)]
    [TestCase(
        400,
        """{"jsonrpc":"2.0","id":ID,"error":{"code":-32001,"message":"Nonce too low"}}""",
        EthereumFailure.NonceTooLow,
        false
    )]
    [TestCase(
        200,
        """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}""",
        EthereumFailure.RpcError,
        false
    )]
    public async Task A_bad_answer_is_a_clear_exception(
        int status,
        string body,
        EthereumFailure failure,
        bool isTransient
    )
    {
        await using var node = await FakeNode.StartAsync(status, body);

        var exception = Assert.ThrowsAsync<EthereumException>(() => node.Client().GetChainIdAsync());

        Assert.That(exception.Failure, Is.EqualTo(failure), exception.Message);
        Assert.That(exception.IsTransient, Is.EqualTo(isTransient));
        Assert.That(exception.ToString(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task An_answer_that_is_too_large_is_not_read_to_its_end()
    {
        var aborted = new TaskCompletionSource();
        await using var node = await FakeNode.StartAsync(
            async (context, _, _) =>
            {
                context.RequestAborted.Register(aborted.SetResult);
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.WriteAsync(new string(' ', 1000));
            }
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() => node.Client().GetChainIdAsync());

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.AnswerTooLarge));
        await aborted.Task;
    }

    [Test]
    public async Task A_node_that_does_not_answer_in_time_is_given_up()
    {
        await using var node = await FakeNode.StartAsync(
            (context, _, _) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            node.Client(requestTimeout: TimeSpan.FromMilliseconds(100)).GetChainIdAsync()
        );

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.TimedOut));
        Assert.That(exception.IsTransient);
        Assert.That(exception.Message, Does.Contain("eth_chainId").And.Contain("0.1 s"));
    }

    [Test]
    public async Task Our_own_cancellation_is_no_time_out()
    {
        using var cancellation = new CancellationTokenSource();
        await using var node = await FakeNode.StartAsync(
            async (context, _, _) =>
            {
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            }
        );

        Assert.That(
            () => node.Client().GetChainIdAsync(cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void An_endpoint_that_is_not_there_is_unreachable()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var url = new Uri($"http://{free.LocalEndpoint}/");
        free.Stop();
        using var http = new HttpClient();
        var client = new EthereumClient(http, new EthereumClientOptions { RpcUrl = url });

        var exception = Assert.ThrowsAsync<EthereumException>(() => client.GetChainIdAsync());

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Unreachable));
        Assert.That(exception.IsTransient);
    }

    [Test]
    public async Task A_receipt_that_lacks_a_field_names_it()
    {
        await using var node = await FakeNode.StartAsync(
            200,
            $$"""{"jsonrpc":"2.0","id":ID,"result":{"transactionHash":"0x{{new string('1', 64)}}" } }"""
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() => node.Client().GetTransactionReceiptAsync(default));

        Assert.That(exception.Message, Does.Contain("the receipt's status"));
    }

    [Test]
    public async Task A_message_without_end_is_cut_off()
    {
        var message = new string('x', 1500);
        await using var node = await FakeNode.StartAsync(
            200,
            $$"""{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"{{message}}" } }"""
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() => node.Client().GetChainIdAsync());

        Assert.That(exception.Message, Does.Contain("xxx…").And.Length.LessThan(700));
    }

    [Test]
    public async Task A_block_from_after_the_year_9999_is_malformed()
    {
        var hash = "0x" + new string('1', 64);
        await using var node = await FakeNode.StartAsync(
            200,
            $$"""
            {"jsonrpc":"2.0","id":ID,"result":{
              "number":"0x1","hash":"{{hash}}","parentHash":"{{hash}}","timestamp":"0xffffffffffffffff"
            } }
            """
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() => node.Client().GetBlockAsync(BlockParameter.Latest));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.MalformedAnswer));
    }

    [Test]
    public async Task A_node_that_reports_another_hash_is_not_believed()
    {
        await using var node = await FakeNode.StartAsync(
            200,
            $$"""{"jsonrpc":"2.0","id":ID,"result":"0x{{new string('1', 64)}}" }"""
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            node.Client().SendRawTransactionAsync(new byte[1], hash: default)
        );

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.MalformedAnswer));
        Assert.That(exception.Message, Does.Contain("another hash"));
    }
}
