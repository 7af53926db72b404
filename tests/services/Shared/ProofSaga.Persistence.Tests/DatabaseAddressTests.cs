using Microsoft.Data.Sqlite;
using Npgsql;

namespace ProofSaga.Persistence.Tests;

public class DatabaseAddressTests
{
    [Test]
    public void A_postgres_url_becomes_a_connection_string()
    {
        var address = DatabaseAddress.Parse("postgres://prover:p%40ss%3Aword@db.example:6432/proof%20saga");

        var parsed = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(address.Kind, Is.EqualTo(DatabaseKind.Postgres));
            Assert.That(parsed.Host, Is.EqualTo("db.example"));
            Assert.That(parsed.Port, Is.EqualTo(6432));
            Assert.That(parsed.Username, Is.EqualTo("prover"));
            Assert.That(parsed.Password, Is.EqualTo("p@ss:word"));
            Assert.That(parsed.Database, Is.EqualTo("proof saga"));
        }
    }

    [TestCase("postgres://db/name")]
    [TestCase("postgresql://db/name")]
    public void Port_and_credentials_may_be_left_out(string text)
    {
        var parsed = new NpgsqlConnectionStringBuilder(DatabaseAddress.Parse(text).ConnectionString);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parsed.Host, Is.EqualTo("db"));
            Assert.That(parsed.Port, Is.EqualTo(5432));
            Assert.That(parsed.Username, Is.Null.Or.Empty);
            Assert.That(parsed.Password, Is.Null.Or.Empty);
        }
    }

    [TestCase("disable", SslMode.Disable)]
    [TestCase("require", SslMode.Require)]
    [TestCase("verify-ca", SslMode.VerifyCA)]
    [TestCase("verify-full", SslMode.VerifyFull)]
    public void The_sslmode_of_libpq_is_understood(string sslMode, SslMode expected)
    {
        var address = DatabaseAddress.Parse($"postgres://u:p@db/name?sslmode={sslMode}");

        Assert.That(new NpgsqlConnectionStringBuilder(address.ConnectionString).SslMode, Is.EqualTo(expected));
    }

    [Test]
    public void A_value_keeps_its_hyphens()
    {
        var address = DatabaseAddress.Parse("postgres://u:p@db/name?Application%20Name=proof-saga");

        var parsed = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.That(parsed.ApplicationName, Is.EqualTo("proof-saga"));
    }

    [Test]
    public void An_Npgsql_connection_string_is_taken_as_it_is()
    {
        var address = DatabaseAddress.Parse("Host=db;Database=name;Username=u;Password=p");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(address.Kind, Is.EqualTo(DatabaseKind.Postgres));
            Assert.That(new NpgsqlConnectionStringBuilder(address.ConnectionString).Host, Is.EqualTo("db"));
        }
    }

    [Test]
    public void A_sqlite_path_may_hold_anything_that_a_file_name_may()
    {
        var address = DatabaseAddress.Parse("sqlite:/data/a;b=c.db");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(address.Kind, Is.EqualTo(DatabaseKind.Sqlite));
            Assert.That(
                new SqliteConnectionStringBuilder(address.ConnectionString).DataSource,
                Is.EqualTo("/data/a;b=c.db")
            );
        }
    }

    [TestCase("")]
    [TestCase("secret")]
    [TestCase("Password=secret")]
    [TestCase("Host=db;Pasword=secret")]
    [TestCase("Host=db;Port=secret")]
    [TestCase("postgres://u:secret@db")]
    [TestCase("postgres://u:secret@db/")]
    [TestCase("postgres://u:secret@db:port/name")]
    [TestCase("postgres://u:p@db/name?secret=secret")]
    [TestCase("postgres://u:p@db/name?sslmode=secret")]
    [TestCase("postgres://u:p@db/name?timeout=secret")]
    [TestCase("mysql://u:secret@db/name")]
    public void Anything_else_is_refused_without_repeating_it(string text) =>
        Assert.That(
            () => DatabaseAddress.Parse(text),
            Throws
                .TypeOf<FormatException>()
                .With.Message.Contains("postgres://")
                .And.Matches<FormatException>(error => !error.ToString().Contains("secret", StringComparison.Ordinal))
        );
}
