using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Rpc;

/// <summary>Several questions in one request.</summary>
public class BatchTests
{
    static readonly Bytes32 One = Bytes32.Parse("0x" + new string('1', 64));
    static readonly Bytes32 Two = Bytes32.Parse("0x" + new string('2', 64));

    [Test]
    public async Task A_real_node_tells_receipts_and_head_together()
    {
        await using var chain = await LocalChainFixture.StartAsync();
        var receipt = await chain.SendAsync(Address.Zero, [1]);

        var receipts = await chain.Client.GetTransactionReceiptsAsync([One, receipt.TransactionHash]);
        var atHead = await chain.Client.GetReceiptsAtHeadAsync([receipt.TransactionHash, One]);

        Assert.That(receipts[0], Is.Null);
        Assert.That(receipts[1]!.BlockHash, Is.EqualTo(receipt.BlockHash));
        Assert.That(atHead.Head, Is.EqualTo(receipt.BlockNumber));
        Assert.That(atHead.Receipts[0]!.TransactionHash, Is.EqualTo(receipt.TransactionHash));
        Assert.That(atHead.Receipts[1], Is.Null);
    }

    [Test]
    public async Task Answers_are_recognised_in_any_order()
    {
        await using var node = await AnsweringAsync(ids =>
            $"[{Answer(ids[2], "null")},{Answer(ids[0], "\"0x7\"")},{Answer(ids[1], "null")}]"
        );

        var atHead = await node.Client().GetReceiptsAtHeadAsync([One, Two]);

        Assert.That(atHead.Head, Is.EqualTo(7));
        Assert.That(atHead.Receipts, Is.EqualTo(new TransactionReceipt?[] { null, null }));
    }

    [TestCase("[A]", "leaves out a call")]
    [TestCase("[]", "leaves out a call")]
    [TestCase("[A,A]", "answers a call twice")]
    [TestCase("[A,B,B]", "answers a call twice")]
    [TestCase("""[A,{"jsonrpc":"2.0","id":999999,"result":null}]""", "is for another request")]
    [TestCase("""[A,{"jsonrpc":"2.0","id":null,"result":null}]""", "is for another request")]
    [TestCase("[A,7]", "holds something that is no JSON object")]
    [TestCase("A", "is no JSON array")]
    [TestCase("[A,", "is not JSON")]
    [TestCase("", "is not JSON")]
    public async Task A_wrong_set_of_answers_is_malformed(string pattern, string problem)
    {
        await using var node = await AnsweringAsync(ids =>
            pattern
                .Replace("A", Answer(ids[0], "null"), StringComparison.Ordinal)
                .Replace("B", Answer(ids[1], "null"), StringComparison.Ordinal)
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            node.Client().GetTransactionReceiptsAsync([One, Two])
        );

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.MalformedAnswer), exception.Message);
        Assert.That(exception.Message, Does.Contain(problem).And.Contain("a batch of 2 calls"));
        Assert.That(exception.IsTransient);
    }

    [Test]
    public async Task An_error_among_the_answers_is_thrown()
    {
        await using var node = await AnsweringAsync(ids =>
            $$$"""[{{{Answer(ids[0], "null")}}},{"id":{{{ids[1]}}},"error":{"code":-32000,"message":"header not found"}}]"""
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            node.Client().GetTransactionReceiptsAsync([One, Two])
        );

        Assert.That(exception.Message, Does.Contain("eth_getTransactionReceipt").And.Contain("header not found"));
    }

    [Test]
    public async Task A_receipt_of_another_transaction_is_malformed()
    {
        await using var chain = await LocalChainFixture.StartAsync();
        var receipt = await chain.SendAsync(Address.Zero, [1]);
        var json = JsonSerializer.Serialize(
            new
            {
                transactionHash = receipt.TransactionHash.ToString(),
                status = "0x1",
                blockNumber = "0x1",
                blockHash = One.ToString(),
                from = Address.Zero.ToString(),
                gasUsed = "0x1",
                effectiveGasPrice = "0x1",
                logs = Array.Empty<object>(),
            }
        );
        await using var node = await AnsweringAsync(ids => $"[{Answer(ids[0], json)},{Answer(ids[1], "null")}]");

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            node.Client().GetTransactionReceiptsAsync([One, Two])
        );

        Assert.That(exception.Message, Does.Contain("the receipt of another transaction"));
    }

    [TestCase(200, """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch too large"}}""")]
    [TestCase(200, """{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"batches are not supported"}}""")]
    [TestCase(400, "no batches")]
    [TestCase(413, "")]
    public async Task An_endpoint_that_refuses_batches_is_asked_one_by_one_from_then_on(int status, string refusal)
    {
        var batches = 0;
        var calls = 0;
        await using var node = await FakeNode.StartAsync(
            (HttpContext context, JsonElement question) =>
            {
                if (question.ValueKind == JsonValueKind.Array)
                {
                    batches++;
                    context.Response.StatusCode = status;
                    return context.Response.WriteAsync(refusal);
                }

                calls++;
                return context.Response.WriteAsync(Answer(question.GetProperty("id").GetRawText(), "null"));
            }
        );
        var client = node.Client();

        var receipts = await client.GetTransactionReceiptsAsync([One, Two]);
        await client.GetTransactionReceiptsAsync([One, Two]);

        Assert.That(receipts, Is.EqualTo(new TransactionReceipt?[] { null, null }));
        Assert.That((batches, calls), Is.EqualTo((1, 4)));
    }

    [TestCase(200, """{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"limit exceeded"}}""")]
    [TestCase(429, "")]
    public async Task A_batch_over_the_limit_is_not_asked_one_by_one(int status, string body)
    {
        var requests = 0;
        await using var node = await FakeNode.StartAsync(
            (HttpContext context, JsonElement _) =>
            {
                requests++;
                context.Response.StatusCode = status;
                return context.Response.WriteAsync(body);
            }
        );

        var exception = Assert.ThrowsAsync<EthereumException>(() =>
            node.Client().GetTransactionReceiptsAsync([One, Two])
        );

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.RateLimited));
        Assert.That(requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Many_questions_are_asked_in_batches_of_bounded_size()
    {
        var sizes = new List<int>();
        await using var node = await AnsweringAsync(ids =>
        {
            sizes.Add(ids.Count);
            return $"[{string.Join(',', ids.Select(id => Answer(id, "null")))}]";
        });

        var receipts = await node.Client().GetTransactionReceiptsAsync([.. Enumerable.Repeat(One, 120)]);

        Assert.That(receipts, Has.Count.EqualTo(120).And.All.Null);
        Assert.That(sizes, Is.EqualTo(new[] { JsonRpcConnection.LargestBatch, JsonRpcConnection.LargestBatch, 20 }));
    }

    [Test]
    public async Task No_questions_are_no_request()
    {
        await using var node = await AnsweringAsync(_ => throw new InvalidOperationException("It was asked."));

        Assert.That(await node.Client().GetTransactionReceiptsAsync([]), Is.Empty);
    }

    static Task<FakeNode> AnsweringAsync(Func<IReadOnlyList<string>, string> answer) =>
        FakeNode.StartAsync(
            (HttpContext context, JsonElement batch) =>
                context.Response.WriteAsync(
                    answer([.. batch.EnumerateArray().Select(question => question.GetProperty("id").GetRawText())])
                )
        );

    static string Answer(string id, string result) => $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""";
}
