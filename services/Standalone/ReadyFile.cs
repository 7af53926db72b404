using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ProofSaga.Hosting.Configuration;

namespace ProofSaga.Standalone;

/// <summary>
/// Writes <c>standalone.json</c> into the data folder once the host answers, with the addresses that it chose:
/// <c>{"api_url", "rpc_url", "process_id"}</c>. Removed at an orderly stop.
/// </summary>
sealed class ReadyFile(
    IServer server,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<ReadyFile> logger
) : IHostedService
{
    readonly string path = Path.Combine(
        configuration.Get<InstallationOptions>()!.ResolvedDataDirectory,
        "standalone.json"
    );

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // what the last process wrote is not true of this one
        File.Delete(path);
        lifetime.ApplicationStarted.Register(Write);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        File.Delete(path);
        return Task.CompletedTask;
    }

    void Write()
    {
        var apiUrl = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var rpcUrl = configuration["Chain:RpcUrl"];
        var unfinished = path + ".new";
        File.WriteAllText(
            unfinished,
            JsonSerializer.Serialize(
                new
                {
                    api_url = apiUrl,
                    rpc_url = rpcUrl,
                    process_id = Environment.ProcessId,
                }
            )
        );
        File.Move(unfinished, path, overwrite: true);
        logger.Ready(apiUrl, HostOf(rpcUrl));
    }

    /// <summary>The rest of the URL of somebody else's chain may hold an API key.</summary>
    static string? HostOf(string? rpcUrl) =>
        Uri.TryCreate(rpcUrl, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}/" : null;
}
