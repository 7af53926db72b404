using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Testing.Chain;

/// <summary>A private chain for one test class. It mines a block for each transaction at once, until it is told otherwise.</summary>
public sealed class LocalChainFixture : IAsyncDisposable
{
    readonly HttpClient http = new();

    LocalChainFixture(LocalChain chain)
    {
        Chain = chain;
        Client = new EthereumClient(http, new EthereumClientOptions { RpcUrl = chain.RpcUrl }, RegistryErrors.Decoder);
    }

    public LocalChain Chain { get; }

    public EthereumClient Client { get; }

    /// <summary>A funded account: owner and first publisher of the registry.</summary>
    public Account Owner { get; } = DevelopmentAccounts.Open(0);

    /// <summary>Another funded account, which the registry does not know.</summary>
    public Account Stranger { get; } = DevelopmentAccounts.Open(1);

    /// <param name="blockTime">Time between blocks, from 1 ms; null: a block for each transaction, at once.</param>
    public static async Task<LocalChainFixture> StartAsync(TimeSpan? blockTime = null)
    {
        await ChainToolchain.EnsureAsync();
        var options = new LocalChainOptions { InfraFolder = RepositoryRoot.Infra, BlockTime = blockTime };
        return new LocalChainFixture(await LocalChain.StartAsync(options, NullLogger<LocalChain>.Instance));
    }

    /// <summary>Deploys the registry, unless it is there, and registers those circuits that are not.</summary>
    public async Task<ProofRegistryClient> DeployRegistryAsync(params IReadOnlyCollection<CircuitRegistration> circuits)
    {
        var artifact = await RegistryArtifact.LoadAsync(RepositoryRoot.Infra);
        var address = await new RegistryDeployment(Client, artifact).EnsureAsync(Owner, circuits);
        return new ProofRegistryClient(Client, address);
    }

    /// <summary>Sends from the owner and waits until it is mined.</summary>
    public Task<TransactionReceipt> SendAsync(Address to, byte[] data) =>
        new TransactionSender(Client, Owner).SendAndWaitAsync(to, data);

    /// <summary>Sends and waits until it is mined, which anvil does a moment after it has answered.</summary>
    public async Task<TransactionReceipt> SendAsync(SignedTransaction transaction)
    {
        await Client.SendRawTransactionAsync(transaction);
        return await new TransactionSender(Client, Owner).WaitForReceiptAsync(transaction.Hash);
    }

    /// <summary>Off: transactions wait in the pool until <see cref="MineAsync"/>.</summary>
    public Task SetAutomineAsync(bool on) => ControlAsync("evm_setAutomine", on);

    /// <summary>Mines one block with the transactions that wait.</summary>
    public Task MineAsync() => ControlAsync("evm_mine");

    /// <summary>Sets the base fee of the next block.</summary>
    public Task SetNextBaseFeeAsync(ulong wei) => ControlAsync("anvil_setNextBlockBaseFeePerGas", Quantity.Encode(wei));

    /// <summary>Sets how much gas the blocks from the next one on may take.</summary>
    public Task SetBlockGasLimitAsync(ulong gas) => ControlAsync("evm_setBlockGasLimit", Quantity.Encode(gas));

    /// <summary>The newest blocks give way to as many empty ones; what was in them waits for nobody.</summary>
    /// <param name="depth">How many.</param>
    public Task ReorganiseAsync(int depth) => ControlAsync("anvil_reorg", depth, Array.Empty<object>());

    /// <summary>Forgets a transaction that waits in the pool, as a node does that runs out of room.</summary>
    public Task DropFromPoolAsync(Bytes32 transaction) => ControlAsync("anvil_dropTransaction", transaction.ToString());

    async Task ControlAsync(string method, params object[] parameters)
    {
        var question = new
        {
            jsonrpc = "2.0",
            id = 1,
            method,
            @params = parameters,
        };
        using var response = await http.PostAsJsonAsync(Chain.RpcUrl, question);
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || answer.Contains("\"error\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"{method} failed: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        await Chain.DisposeAsync();
        http.Dispose();
        Owner.Dispose();
        Stranger.Dispose();
    }
}
