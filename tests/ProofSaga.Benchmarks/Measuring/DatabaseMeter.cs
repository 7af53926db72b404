using Npgsql;

namespace ProofSaga.Benchmarks.Measuring;

/// <summary>Reads Postgres's counters from outside the pipeline's database, so that reading does not count.</summary>
sealed class DatabaseMeter(NpgsqlDataSource server, string database)
{
    /// <summary>An idle connection reports what it has done to the counters after 10 seconds (PGSTAT_IDLE_INTERVAL).</summary>
    static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(11);

    /// <summary>What the server must be started with.</summary>
    public static IReadOnlyDictionary<string, string> ServerSettings { get; } =
        new Dictionary<string, string>
        {
            ["shared_preload_libraries"] = "pg_stat_statements",
            ["pg_stat_statements.max"] = "1000",
        };

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("CREATE EXTENSION pg_stat_statements", cancellationToken);

    /// <summary>Waits until every idle connection has reported, then reads.</summary>
    public async Task<DatabaseFigures> ReadAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(IdleInterval, TimeProvider.System, cancellationToken);
        await using var commits = server.CreateCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = $1");
        commits.Parameters.AddWithValue(database);
        var count = (long)(await commits.ExecuteScalarAsync(cancellationToken))!;

        await using var statements = server.CreateCommand(
            """
            SELECT query, sum(calls)::bigint, sum(total_exec_time) FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1) GROUP BY query
            """
        );
        statements.Parameters.AddWithValue(database);
        var found = new Dictionary<string, (long, double)>(StringComparer.Ordinal);
        await using var reader = await statements.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[reader.GetString(0)] = (reader.GetInt64(1), reader.GetDouble(2));
        return new(count, found);
    }

    /// <summary>Bytes of write-ahead log since the server was made; of all its databases.</summary>
    public async Task<long> ReadWalAsync(CancellationToken cancellationToken)
    {
        await using var command = server.CreateCommand("SELECT (pg_current_wal_lsn() - '0/0')::bigint");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = server.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
