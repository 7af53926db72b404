using Microsoft.Data.Sqlite;
using Npgsql;

namespace ProofSaga.Persistence;

/// <summary>Which database, and where.</summary>
public sealed record DatabaseAddress(DatabaseKind Kind, string ConnectionString)
{
    /// <summary>A SQLite file, for one process.</summary>
    public static DatabaseAddress SqliteFile(string path) =>
        new(
            DatabaseKind.Sqlite,
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                // Also how long a writer waits for another one, seconds.
                DefaultTimeout = 30,
            }.ConnectionString
        );

    /// <summary>
    /// Reads <c>postgres://user:password@host:port/database</c>, <c>sqlite:PATH</c> or an Npgsql connection string.
    /// </summary>
    /// <exception cref="FormatException">It is none of these. Never quotes the text: it may hold a password.</exception>
    public static DatabaseAddress Parse(string text)
    {
        if (text.StartsWith("sqlite:", StringComparison.Ordinal))
            return SqliteFile(text["sqlite:".Length..]);

        try
        {
            return new(DatabaseKind.Postgres, Postgres(text).ConnectionString);
        }
        catch (ArgumentException)
        {
            // not as the inner exception: Npgsql's messages may quote the text
#pragma warning disable MA0054
            throw Unreadable();
#pragma warning restore MA0054
        }
    }

    /// <summary>Not the connection string, which may hold a password.</summary>
    public override string ToString() => Kind.ToString();

    /// <summary>Makes the one of two choices that fits the kind of database.</summary>
    public void Use(Action postgres, Action sqlite) => (Kind == DatabaseKind.Postgres ? postgres : sqlite)();

    static NpgsqlConnectionStringBuilder Postgres(string text)
    {
        if (
            !text.StartsWith("postgres://", StringComparison.Ordinal)
            && !text.StartsWith("postgresql://", StringComparison.Ordinal)
        )
        {
            var given = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(given.Host) ? throw Unreadable() : given;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.AbsolutePath.Length < 2)
            throw Unreadable();

        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort ? 5432 : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        foreach (var parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = parameter.Split('=', 2);
            var name = Uri.UnescapeDataString(pair[0]);
            var value = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
            // libpq writes sslmode=verify-full where Npgsql reads SSL Mode=VerifyFull
            builder[name] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }

    static FormatException Unreadable() =>
        new(
            "The database address is neither postgres://user:password@host:port/database, nor sqlite:PATH, "
                + "nor an Npgsql connection string."
        );
}
