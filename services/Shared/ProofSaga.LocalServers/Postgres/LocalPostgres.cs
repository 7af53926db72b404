using Npgsql;
using ProofSaga.LocalServers.Processes;

namespace ProofSaga.LocalServers.Postgres;

/// <summary>A Postgres of our own: own data folder, own password, a port of 127.0.0.1. It can be stopped and started again, and ends with us.</summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    const string Administrator = "proofsaga";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(50);

    /// <summary>Another process may take the free port first; more than a few times in a row is no accident.</summary>
    const int PortAttempts = 5;

    /// <summary>A data folder is made aside and moved into place whole: one that is there is complete.</summary>
    const string ServerScript = """
        binaries=$1 folder=$2 port=$3 administrator=$4 sync=$5
        shift 5
        if [ ! -d "$folder/data" ]; then
          rm -rf "$folder/data.new"
          "$binaries/initdb" --pgdata="$folder/data.new" --username="$administrator" --pwfile="$folder/password" \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C $sync --no-instructions || exit
          mv "$folder/data.new" "$folder/data"
        fi
        exec "$binaries/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
          -c unix_socket_directories= -c max_connections=300 "$@"
        """;

    /// <summary>
    /// Postgres refuses to run as root; Debian's package makes a user for it. That user may be shut out of a folder above
    /// the data: then it keeps root's right to pass, and no other.
    /// </summary>
    const string UnprivilegedScript = """
        chown -R postgres: "$1"
        user='--reuid=postgres --regid=postgres --init-groups'
        setpriv $user -- test -w "$1" || user="$user --inh-caps=+dac_override --ambient-caps=+dac_override"
        shift
        exec setpriv $user -- "$@"
        """;

    const string FastShutdown = "INT";

    /// <summary>Nothing is written: right for data that is thrown away.</summary>
    const string ImmediateShutdown = "QUIT";

    readonly GuardedProcess process;

    LocalPostgres(GuardedProcess process, string connectionString)
    {
        this.process = process;
        ConnectionString = connectionString;
    }

    /// <summary>
    /// For Npgsql: of the administrator, with the password, to the database <c>postgres</c>. Not pooled: a connection to a
    /// server that was stopped and started again since would be a broken one.
    /// </summary>
    public string ConnectionString { get; }

    /// <summary>The exit code, once the server has ended.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <exception cref="ServerStartException">No binaries, or it did not answer in time.</exception>
    public static async Task<LocalPostgres> StartAsync(
        LocalPostgresOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new LocalPostgresOptions();
        var binaries = PostgresBinaries.Find();
        for (var attempt = 1; ; attempt++)
        {
            var folder = ServerFolder.Open(options.Folder, "proofsaga-postgres-");
            var connection = new NpgsqlConnectionStringBuilder
            {
                Host = "127.0.0.1",
                Port = options.Port ?? LoopbackPort.FindFreeForRestarts(),
                Database = "postgres",
                Username = Administrator,
                Password = folder.Secret("password"),
                IncludeErrorDetail = true,
                Pooling = false,
            };
            var started = Start(binaries, folder, connection.Port, options);
            var postgres = new LocalPostgres(started, connection.ConnectionString);
            try
            {
                if (await postgres.IsAnsweringAsync(cancellationToken))
                    return postgres;
            }
            catch (OperationCanceledException)
            {
                await started.DisposeAsync();
                throw;
            }

            var log = started.ReadLog();
            await started.DisposeAsync();
            var portIsTaken = log.Contains("Address already in use", StringComparison.Ordinal);
            if (attempt == PortAttempts || options.Port is not null || !portIsTaken)
                throw NotStarted(log);
        }
    }

    /// <summary>Creates the database unless it is there.</summary>
    /// <returns><c>postgres://user:password@host:port/name</c>.</returns>
    public async Task<Uri> EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var find = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        find.Parameters.AddWithValue(name);
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = source.CreateCommand($"CREATE DATABASE \"{name}\"");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var server = new NpgsqlConnectionStringBuilder(ConnectionString);
        return new Uri($"postgres://{server.Username}:{server.Password}@{server.Host}:{server.Port}/{name}");
    }

    /// <summary>Stops the server as an administrator does: whoever is connected is told and cut off. Waits until it has ended.</summary>
    public Task StopAsync() => process.EndAsync(FastShutdown);

    /// <summary>Kills the server, as a crash does; waits until it has ended.</summary>
    public Task KillAsync() => process.EndAsync("KILL");

    /// <summary>Starts the stopped server on the same port and data, and waits until it answers.</summary>
    /// <exception cref="ServerStartException">It did not answer in time.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        await process.StartAgainAsync();
        if (!await IsAnsweringAsync(cancellationToken))
            throw NotStarted(process.ReadLog());
    }

    /// <summary>Stops the server for good and waits until it has ended.</summary>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    static ServerStartException NotStarted(string log) =>
        new($"Postgres ended or did not answer within {StartTimeout.TotalSeconds} s. Its log:\n{log}");

    static GuardedProcess Start(PostgresBinaries binaries, ServerFolder folder, int port, LocalPostgresOptions options)
    {
        string[] arguments = [binaries.Folder, folder.Path, $"{port}", Administrator, folder.IsKept ? "" : "--no-sync"];
        var settings = options.Settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
        string[] server = ["sh", "-c", ServerScript, "postgres", .. arguments, .. settings];
        return GuardedProcess.Start(
            new GuardedProcessOptions
            {
                Folder = folder.Path,
                Command = Environment.IsPrivilegedProcess
                    ? ["sh", "-c", UnprivilegedScript, "postgres", folder.Path, .. server]
                    : server,
                StopSignal = folder.IsKept ? FastShutdown : ImmediateShutdown,
                LogFile = options.LogFile,
                KeepsFolder = folder.IsKept,
            }
        );
    }

    async Task<bool> IsAnsweringAsync(CancellationToken cancellationToken)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(startedAt) < StartTimeout && !process.HasExited)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeBetweenQuestions, TimeProvider.System, cancellationToken);
            }
        }

        return false;
    }
}
