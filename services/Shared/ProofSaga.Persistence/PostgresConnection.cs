using Npgsql;

namespace ProofSaga.Persistence;

/// <summary>What this product's few, short and always equal statements let a connection save.</summary>
static class PostgresConnection
{
    /// <summary>More statements than one service has; each is planned once and then kept.</summary>
    const int PreparedStatements = 100;

    /// <summary>
    /// Connections of one process at most: five services then fit into the hundred that a server allows by default. What
    /// would need more waits a moment for one, as the hundreds of orders do that a publisher works on at once.
    /// </summary>
    const int MostConnections = 20;

    /// <summary>The connection string with our defaults; what it says itself wins.</summary>
    public static string Tuned(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // nothing here changes a session's settings, so there is nothing to reset when it goes back to the pool
        SetDefault("No Reset On Close", true);
        SetDefault("Max Auto Prepare", PreparedStatements);
        SetDefault("Maximum Pool Size", MostConnections);
        return given.ConnectionString;

        void SetDefault(string name, object value)
        {
            if (!given.ShouldSerialize(name))
                given[name] = value;
        }
    }
}
