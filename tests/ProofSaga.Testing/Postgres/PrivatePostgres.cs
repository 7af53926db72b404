using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using ProofSaga.Testing.Processes;

namespace ProofSaga.Testing.Postgres;

/// <summary>
/// A Postgres of our own: own data folder, own password, a free port of 127.0.0.1. It can be stopped and started again, and is gone with us.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    const string Administrator = "proofsaga";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(50);

    /// <summary>Another process may take the free port first; more than a few times in a row is no accident.</summary>
    const int PortAttempts = 5;

    /// <summary>Immediate shutdown: the data is thrown away, so nothing needs to be written.</summary>
    const string StopSignal = "QUIT";

    const string ServerScript = """
        binaries=$1 folder=$2 port=$3 administrator=$4
        if [ -e "$folder/password" ]; then
          "$binaries/initdb" --pgdata="$folder/data" --username="$administrator" --pwfile="$folder/password" \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync --no-instructions || exit
          rm "$folder/password"
        fi
        exec "$binaries/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
          -c "unix_socket_directories=$folder" -c max_connections=300
        """;

    /// <summary>Postgres refuses to run as root; Debian's package makes a user for it.</summary>
    const string UnprivilegedScript = """
        chown -R postgres: "$1"
        shift
        exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
        """;

    /// <summary>Fast shutdown: whoever is connected is told and cut off.</summary>
    const string CleanStopSignal = "INT";

    readonly GuardedProcess process;
    readonly string administrator;

    PrivatePostgres(GuardedProcess process, string administrator)
    {
        this.process = process;
        this.administrator = administrator;
        Server = new PostgresServer(administrator);
    }

    public PostgresServer Server { get; }

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <exception cref="ServerStartException">No binaries, or it did not answer in time.</exception>
    public static async Task<PrivatePostgres> StartAsync()
    {
        var binaries = PostgresBinaries.Find();
        for (var attempt = 1; ; attempt++)
        {
            var connection = new NpgsqlConnectionStringBuilder
            {
                Host = "127.0.0.1",
                Port = LoopbackPort.FindFreeForRestarts(),
                Database = "postgres",
                Username = Administrator,
                Password = RandomNumberGenerator.GetHexString(32),
                IncludeErrorDetail = true,
                Pooling = false,
            };
            var process = await StartAsync(binaries, connection.Port, connection.Password);
            var postgres = new PrivatePostgres(process, connection.ConnectionString);
            if (await postgres.IsAnsweringAsync())
                return postgres;

            var log = process.ReadLog();
            await process.DisposeAsync();
            if (attempt == PortAttempts || !log.Contains("Address already in use", StringComparison.Ordinal))
                throw NotStarted(log);
        }
    }

    /// <summary>Stops the server as an administrator does; waits until it has ended.</summary>
    public Task StopAsync() => process.EndAsync(CleanStopSignal);

    /// <summary>Kills the server, as a crash does; waits until it has ended.</summary>
    public Task KillAsync() => process.EndAsync("KILL");

    /// <summary>Starts the stopped server on the same port and data, and waits until it answers.</summary>
    /// <exception cref="ServerStartException">It did not answer in time.</exception>
    public async Task StartAgainAsync()
    {
        await process.StartAgainAsync();
        if (!await IsAnsweringAsync())
            throw NotStarted(process.ReadLog());
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    static ServerStartException NotStarted(string log) =>
        new($"Postgres ended or did not answer within {StartTimeout.TotalSeconds} s. Its log:\n{log}");

    static async Task<GuardedProcess> StartAsync(PostgresBinaries binaries, int port, string password)
    {
        var folder = Directory.CreateTempSubdirectory("proofsaga-postgres-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), password);

        string[] server = ["sh", "-c", ServerScript, "postgres", binaries.Folder, folder, $"{port}", Administrator];
        string[] command = Environment.IsPrivilegedProcess
            ? ["sh", "-c", UnprivilegedScript, "postgres", folder, .. server]
            : server;
        return GuardedProcess.Start(folder, StopSignal, command);
    }

    async Task<bool> IsAnsweringAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartTimeout && !process.HasExited)
        {
            try
            {
                await using var connection = new NpgsqlConnection(administrator);
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeBetweenQuestions);
            }
        }

        return false;
    }
}
