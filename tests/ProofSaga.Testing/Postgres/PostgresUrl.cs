using Npgsql;

namespace ProofSaga.Testing.Postgres;

/// <summary>Reads the two ways in which people name a Postgres server.</summary>
static class PostgresUrl
{
    /// <summary>
    /// A connection string from a <c>postgres://user:password@host:port/database?Setting=value</c> URL (settings by their Npgsql names),
    /// or the text itself if it is no URL.
    /// </summary>
    /// <exception cref="FormatException">It starts like a URL and is none.</exception>
    public static string ToConnectionString(string text)
    {
        var isUrl = text.StartsWith("postgres://", StringComparison.Ordinal);
        isUrl |= text.StartsWith("postgresql://", StringComparison.Ordinal);
        if (!isUrl)
            return text;

        var url = Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            ? parsed
            : throw new FormatException("The Postgres URL cannot be read: postgres://user:password@host:port/database");
        var credentials = url.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(credentials[0]),
            Password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : null,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) is { Length: > 0 } name
                ? name
                : "postgres",
        };

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            connection[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }

        return connection.ConnectionString;
    }
}
