using ProofSaga.Ethereum.Local;
using ProofSaga.Hosting;
using ProofSaga.Publisher.Chains;
using Serilog.Extensions.Logging;

namespace ProofSaga.Standalone;

/// <summary>The local chain that the embedded host starts when no chain is configured.</summary>
static class EmbeddedChain
{
    /// <returns>null when the configuration names a chain.</returns>
    public static async Task<LocalChain?> StartIfNoneIsNamedAsync(
        ProofSagaHostBuilder host,
        CancellationToken cancellationToken
    )
    {
        if (new NamedChain(host.Configuration).Read().Endpoints.Count > 0)
            return null;

        using var loggers = new SerilogLoggerFactory();
        var chain = await LocalChain.StartAsync(
            new LocalChainOptions
            {
                InfraFolder = host.Installation.ResolveInfraDirectory(),
                StateFile = Path.Combine(host.Installation.ResolvedDataDirectory, "chain", "state.json"),
            },
            loggers.CreateLogger<LocalChain>(),
            cancellationToken
        );
        host.Configuration["Chain:RpcUrl"] = chain.RpcUrl.ToString();
        host.Configuration["Chain:PrivateKey"] = DevelopmentAccounts.PrivateKeys[0];
        host.Configuration["Chain:DeployRegistry"] = "true";
        // it mines at once, and a single user hardly waits for company
        host.Configuration["Chain:BatchWindow"] ??= "00:00:00.200";
        return chain;
    }
}
