using System.Text.Json;

namespace ProofSaga.Cli.Distributed;

/// <summary>
/// <c>distributed.json</c> in the data folder while all is ready, for programs: where everything is. It holds passwords,
/// so only its owner can read it.
/// </summary>
sealed class ReadyFile : IDisposable
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    readonly Lock gate = new();
    readonly string path;

    public ReadyFile(string dataDirectory)
    {
        path = Path.Combine(dataDirectory, "distributed.json");
        // what the last process wrote is not true of this one
        File.Delete(path);
    }

    /// <summary>Writes it whole, in place of the last one.</summary>
    public void Write(DistributedInstallation installation)
    {
        var content = new
        {
            installation.Servers.DatabaseUrl,
            RabbitmqUrl = installation.Servers.AmqpUri,
            RabbitmqManagementUrl = installation.Servers.RabbitMqManagementUri,
            installation.Servers.RpcUrl,
            Services = installation.Services.Select(service => new
            {
                service.Name,
                service.Url,
                service.ProcessId,
                service.LogFile,
            }),
        };
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        lock (gate)
        {
            using (var file = new FileStream(path + ".new", options))
                JsonSerializer.Serialize(file, content, Json);
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    public void Dispose() => File.Delete(path);
}
