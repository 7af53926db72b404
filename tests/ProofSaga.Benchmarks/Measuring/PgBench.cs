using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ProofSaga.Benchmarks.Measuring;

/// <summary>Postgres's own benchmark on the pipeline's server, in a database beside it: what commits cost on this machine.</summary>
sealed class PgBench(NpgsqlConnectionStringBuilder server)
{
    const string Database = "pgbench";
    const int Clients = 8;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
        await RunAsync(["--initialize", "--quiet", $"--scale={Clients}"], cancellationToken);
    }

    /// <returns>Commits per second of <c>pgbench -N</c>: each is one update, one select and one insert.</returns>
    public async Task<double> MeasureAsync(int seconds, CancellationToken cancellationToken)
    {
        string[] arguments = ["--skip-some-updates", "--no-vacuum", $"--client={Clients}", $"--time={seconds}"];
        var output = await RunAsync(arguments, cancellationToken);
        var line = output.Split('\n').Single(text => text.StartsWith("tps = ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    async Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executable(), [.. arguments, Database])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = server.Host,
                ["PGPORT"] = $"{server.Port}",
                ["PGUSER"] = server.Username,
                ["PGPASSWORD"] = server.Password,
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"pgbench ended with {process.ExitCode}:\n{await errors}");
    }

    /// <summary>Debian keeps it beside the server, outside the PATH.</summary>
    static string Executable() =>
        Directory
            .EnumerateFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .LastOrDefault("pgbench");
}
