using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using Microsoft.AspNetCore.Http;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Ethereum.Tests.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Signing;

/// <summary>Against a real node, which signs for its development accounts, and against signers that do wrong.</summary>
public class RemoteSignerTests
{
    static readonly Address Recipient = Address.Parse("0x00000000000000000000000000000000000000aa");

    LocalChainFixture chain = null!;
    HttpClient http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        chain = await LocalChainFixture.StartAsync();
        http = new HttpClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await chain.DisposeAsync();
        http.Dispose();
    }

    [Test]
    public async Task What_a_node_signs_for_its_account_is_mined()
    {
        var signer = Signer(chain.Chain.RpcUrl);
        var nonce = await chain.Client.GetTransactionCountAsync(signer.Address, BlockParameter.Pending);

        var signed = await signer.SignAsync(
            await TransactionPlan.MakeAsync(chain.Client, signer.Address, Recipient, new byte[] { 0xCA }, nonce)
        );

        var receipt = await chain.SendAsync(signed);
        Assert.That(receipt.From, Is.EqualTo(chain.Owner.Address));
    }

    [Test]
    public async Task A_contract_creation_without_data_is_signed()
    {
        var creation = Any() with { To = null, Data = default };

        var signed = await Signer(chain.Chain.RpcUrl).SignAsync(creation);

        Assert.That(signed.Transaction.SigningHash(), Is.EqualTo(creation.SigningHash()));
    }

    [Test]
    public async Task An_answer_that_holds_the_transaction_beside_its_bytes_is_understood()
    {
        var raw = Hex.Encode(Any().Sign(chain.Owner).RawBytes.Span);
        await using var node = await AnsweringAsync($$"""{"raw":"{{raw}}","tx":{"nonce":"0x5"} }""");

        var signed = await Signer(node.Url).SignAsync(Any());

        Assert.That(signed.Transaction.Nonce, Is.EqualTo(Any().Nonce));
    }

    static IEnumerable<TestCaseData> Lies()
    {
        yield return new TestCaseData(Any() with { Nonce = 6 }, "nonce");
        yield return new TestCaseData(Any() with { ChainId = 1 }, "chain id");
        yield return new TestCaseData(Any() with { To = Address.Zero }, "receiver");
        yield return new TestCaseData(Any() with { To = null }, "receiver");
        yield return new TestCaseData(Any() with { Value = 1 }, "value");
        yield return new TestCaseData(Any() with { Data = new byte[] { 1 } }, "data");
        yield return new TestCaseData(Any() with { GasLimit = 1 }, "gas limit");
        yield return new TestCaseData(Any() with { MaxFeePerGas = BigInteger.Pow(10, 20) }, "maximal fee");
        yield return new TestCaseData(Any() with { MaxPriorityFeePerGas = 2 }, "tip");
    }

    [TestCaseSource(nameof(Lies))]
    public async Task A_signer_that_changes_the_transaction_is_found_out(Eip1559Transaction changed, string what)
    {
        await using var node = await AnsweringAsync($"\"{Hex.Encode(changed.Sign(chain.Owner).RawBytes.Span)}\"");

        AssertFails(node.Url, EthereumFailure.WrongSignature, $"another {what}");
    }

    [Test]
    public async Task A_signer_that_signs_by_another_key_is_found_out()
    {
        await using var node = await AnsweringAsync($"\"{Hex.Encode(Any().Sign(chain.Stranger).RawBytes.Span)}\"");

        AssertFails(node.Url, EthereumFailure.WrongSignature, $"signed as {chain.Stranger.Address}");
    }

    [TestCase("\"0x02c0\"", EthereumFailure.WrongSignature, TestName = "no transaction")]
    [TestCase("\"0xf86b\"", EthereumFailure.WrongSignature, TestName = "an older type of transaction")]
    [TestCase("\"0x\"", EthereumFailure.WrongSignature, TestName = "nothing")]
    [TestCase("\"done\"", EthereumFailure.MalformedAnswer, TestName = "no bytes")]
    [TestCase("""{"tx":{}}""", EthereumFailure.MalformedAnswer, TestName = "an object without the bytes")]
    [TestCase("null", EthereumFailure.MalformedAnswer, TestName = "null")]
    public async Task Something_else_than_a_signed_transaction_is_refused(string result, EthereumFailure failure)
    {
        await using var node = await AnsweringAsync(result);

        AssertFails(node.Url, failure, "");
    }

    [Test]
    public async Task A_signer_that_does_not_hold_the_key_says_so()
    {
        var signer = Signer(chain.Chain.RpcUrl, Recipient);

        var refused = Assert.ThrowsAsync<EthereumException>(() => signer.SignAsync(Any()));
        var found = Assert.ThrowsAsync<EthereumException>(() => signer.CheckAsync());

        Assert.That(refused.Message, Does.Contain("eth_signTransaction").And.Contain("No Signer available"));
        Assert.That(found.Failure, Is.EqualTo(EthereumFailure.Misconfigured));
        Assert.That(found.Message, Does.Contain($"holds no key of {Recipient}"));
        await Signer(chain.Chain.RpcUrl).CheckAsync();
    }

    [Test]
    public async Task A_signer_that_does_not_list_its_accounts_passes_the_check()
    {
        await using var node = await FakeNode.StartAsync(
            200,
            """{"jsonrpc":"2.0","id":ID,"error":{"code":-32601,"message":"the method eth_accounts does not exist"} }"""
        );

        Assert.DoesNotThrowAsync(() => Signer(node.Url).CheckAsync());
    }

    [Test]
    public void A_signer_that_is_away_is_unreachable()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var url = new Uri($"http://{free.LocalEndpoint}/");
        free.Stop();

        AssertFails(url, EthereumFailure.Unreachable, "eth_signTransaction");
    }

    [Test]
    public async Task A_signer_that_does_not_answer_in_time_is_given_up()
    {
        await using var node = await FakeNode.StartAsync(
            (context, _, _) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)
        );
        var options = new RemoteSignerOptions
        {
            Url = node.Url,
            Address = chain.Owner.Address,
            RequestTimeout = TimeSpan.FromMilliseconds(100),
        };

        var exception = Assert.ThrowsAsync<EthereumException>(() => new RemoteSigner(http, options).SignAsync(Any()));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.TimedOut));
        Assert.That(exception.IsTransient);
    }

    [Test]
    public async Task Credentials_in_the_url_are_sent_and_not_shown()
    {
        string? authorization = null;
        await using var node = await FakeNode.StartAsync(
            (context, _, _) =>
            {
                authorization = context.Request.Headers.Authorization;
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
        var url = new UriBuilder(node.Url)
        {
            UserName = "publisher",
            Password = "pass%40word",
            Path = "a-secret-path",
        };

        var exception = Assert.ThrowsAsync<EthereumException>(() => Signer(url.Uri).SignAsync(Any()));

        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("publisher:pass@word"));
        Assert.That(authorization, Is.EqualTo($"Basic {expected}"));
        Assert.That(exception.Message, Does.Contain("HTTP 403"));
        Assert.That(exception.ToString(), Does.Not.Contain("word").And.Not.Contain("secret"));
    }

    [Test]
    public void Options_show_the_host_only()
    {
        var url = new Uri("https://name:secret@node.example:8545/secret?key=secret");

        Assert.That($"{new RemoteSignerOptions { Url = url, Address = default }}", Is.EqualTo("node.example:8545"));
        Assert.That($"{new EthereumClientOptions { RpcUrl = url }}", Is.EqualTo("node.example:8545"));
    }

    void AssertFails(Uri url, EthereumFailure failure, string reason)
    {
        var exception = Assert.ThrowsAsync<EthereumException>(() => Signer(url).SignAsync(Any()));
        Assert.That(exception.Failure, Is.EqualTo(failure), exception.Message);
        Assert.That(exception.Message, Does.Contain(reason));
    }

    RemoteSigner Signer(Uri url, Address? address = null) =>
        new(http, new RemoteSignerOptions { Url = url, Address = address ?? chain.Owner.Address });

    static Task<FakeNode> AnsweringAsync(string result) =>
        FakeNode.StartAsync(200, $$"""{"jsonrpc":"2.0","id":ID,"result":{{result}} }""");

    static Eip1559Transaction Any() =>
        new()
        {
            ChainId = 31337,
            Nonce = 5,
            MaxPriorityFeePerGas = 1,
            MaxFeePerGas = 2_000_000_000,
            GasLimit = 100_000,
            To = Recipient,
            Data = new byte[] { 0xCA, 0xFE },
        };
}
