using System.Numerics;
using Microsoft.AspNetCore.Http;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Tests.Rpc;

public class FeeSuggestionTests
{
    [Test]
    public async Task Fees_are_the_next_base_fee_and_the_median_tip_of_blocks_with_transactions()
    {
        await using var node = await NodeAsync("""[["0x1"],["0x0"],["0x5"],["0x3"]]""", """{"result":"0x63"}""");

        var fees = await node.Client().SuggestFeesAsync();

        Assert.That(fees.BaseFeePerGas, Is.EqualTo((BigInteger)0x20));
        Assert.That(fees.MaxPriorityFeePerGas, Is.EqualTo((BigInteger)3));
        Assert.That(fees.MaxFeePerGas, Is.EqualTo((BigInteger)(2 * 0x20 + 3)));
    }

    [TestCase("""[["0x0"],["0x0"]]""")]
    [TestCase("null")]
    public async Task On_an_idle_chain_the_node_is_asked_for_the_tip(string rewards)
    {
        await using var node = await NodeAsync(rewards, """{"result":"0x63"}""");

        Assert.That((await node.Client().SuggestFeesAsync()).MaxPriorityFeePerGas, Is.EqualTo((BigInteger)0x63));
    }

    [Test]
    public async Task A_node_that_suggests_no_tip_leaves_us_with_one_gwei()
    {
        await using var node = await NodeAsync("[]", """{"error":{"code":-32601,"message":"method not found"}}""");

        Assert.That(
            (await node.Client().SuggestFeesAsync()).MaxPriorityFeePerGas,
            Is.EqualTo((BigInteger)1_000_000_000)
        );
    }

    static Task<FakeNode> NodeAsync(string rewards, string tipAnswer) =>
        FakeNode.StartAsync(
            (context, method, id) =>
            {
                var answer =
                    method == "eth_feeHistory"
                        ? $$$"""{"result":{"baseFeePerGas":["0x10","0x20"],"reward":{{{rewards}}}}}"""
                        : tipAnswer;
                return context.Response.WriteAsync($$"""{"jsonrpc":"2.0","id":{{id}},{{answer[1..]}}""");
            }
        );
}
