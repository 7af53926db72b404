using Spectre.Console;

namespace ProofSaga.Cli.Distributed;

/// <summary>Where everything is, for people.</summary>
static class AddressTable
{
    public static void Write(IAnsiConsole console, DistributedInstallation installation, string dataDirectory)
    {
        var servers = installation.Servers;
        var user = servers.AmqpUri.UserInfo.Split(':');
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        foreach (var intake in installation.Services.Where(service => service.Kind == ServiceKind.Intake))
            Add("API", $"{new Uri(intake.Url, "/api/v1/proofs")}   OpenAPI {new Uri(intake.Url, "/openapi/v1.json")}");

        Add("RabbitMQ UI", $"{servers.RabbitMqManagementUri}   user {user[0]}, password {user[1]}");
        Add("RabbitMQ", servers.AmqpUri.OriginalString);
        Add("Postgres", servers.DatabaseUrl.OriginalString);
        Add("Chain", servers.RpcUrl.OriginalString);
        foreach (var service in installation.Services)
            Add(service.Name, $"{new Uri(service.Url, "/health/ready")}   log {Shorten(service.LogFile)}");
        Add("Server logs", Shorten(Path.Combine(dataDirectory, "logs")));

        // a narrow terminal must not break an address in two
        console.Profile.Width = Math.Max(console.Profile.Width, 200);
        console.Write(grid);

        void Add(string what, string where) => grid.AddRow(new Text(what), new Text(where));
    }

    /// <summary>Relative to where the user is, if it lies below.</summary>
    static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
