using Microsoft.Extensions.Logging.Abstractions;
using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Ethereum.Tests.Local;

public class LocalChainTests
{
    string folder = "";
    HttpClient http = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        await ChainToolchain.EnsureAsync();
        folder = Directory.CreateTempSubdirectory("local-chain-").FullName;
        http = new HttpClient();
    }

    [TearDown]
    public void CleanUp()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task It_answers_once_it_is_started_and_is_gone_once_it_is_disposed()
    {
        var chain = await StartAsync(new LocalChainOptions { InfraFolder = RepositoryRoot.Infra });
        var client = Client(chain);
        Assert.That(await client.GetChainIdAsync(), Is.EqualTo(chain.ChainId));

        await chain.DisposeAsync();
        await chain.DisposeAsync();

        var exception = Assert.ThrowsAsync<EthereumException>(() => client.GetChainIdAsync());
        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.Unreachable));
    }

    [Test]
    public async Task With_a_state_file_a_restart_finds_what_was_mined()
    {
        var options = new LocalChainOptions
        {
            InfraFolder = RepositoryRoot.Infra,
            StateFile = Path.Combine(folder, "chain.json"),
        };
        using var account = DevelopmentAccounts.Open(0);
        await using (var first = await StartAsync(options))
            await new TransactionSender(Client(first), account).SendAndWaitAsync(Address.Zero, default);

        await using var second = await StartAsync(options);

        var sent = await Client(second).GetTransactionCountAsync(account.Address, BlockParameter.Latest);
        Assert.That(sent, Is.EqualTo(1ul));
    }

    [Test]
    public void A_chain_that_cannot_start_says_what_it_printed()
    {
        var options = new LocalChainOptions { InfraFolder = folder };

        var exception = Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(options));

        Assert.That(exception.Message, Does.Contain("did not start").And.Contain("local-chain.mjs"));
    }

    [Test]
    public void A_machine_without_Node_is_told_so()
    {
        var options = new LocalChainOptions { InfraFolder = folder, NodeProgram = "no-such-program" };

        Assert.That(
            () => StartAsync(options),
            Throws.InvalidOperationException.With.Message.Contains("Node.js 20 or newer is needed")
        );
    }

    [Test]
    public void A_chain_that_never_answers_is_given_up_and_killed()
    {
        var options = new LocalChainOptions
        {
            InfraFolder = folder,
            NodeProgram = Script("exec sleep 600"),
            StartTimeout = TimeSpan.FromMilliseconds(200),
            StopTimeout = TimeSpan.FromMilliseconds(200),
        };

        Assert.That(() => StartAsync(options), Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public async Task A_chain_that_does_not_end_is_killed()
    {
        var options = new LocalChainOptions
        {
            InfraFolder = folder,
            NodeProgram = Script("echo '{\"rpc_url\":\"http://127.0.0.1:1\",\"chain_id\":31337}'; sleep 600"),
            StopTimeout = TimeSpan.FromMilliseconds(200),
        };
        var chain = await StartAsync(options);

        await chain.DisposeAsync();

        Assert.That(chain.ChainId, Is.EqualTo(31337ul));
    }

    [Test]
    public void A_first_line_that_is_no_address_is_refused()
    {
        var options = new LocalChainOptions { InfraFolder = folder, NodeProgram = Script("echo hello") };

        Assert.That(
            () => StartAsync(options),
            Throws.InvalidOperationException.With.Message.Contains("something else than its address")
        );
    }

    string Script(string body)
    {
        var path = Path.Combine(folder, "node.sh");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    static Task<LocalChain> StartAsync(LocalChainOptions options) =>
        LocalChain.StartAsync(options, NullLogger<LocalChain>.Instance);

    EthereumClient Client(LocalChain chain) => new(http, new EthereumClientOptions { RpcUrl = chain.RpcUrl });
}
