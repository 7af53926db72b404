using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ProofSaga.Persistence.Tests;

public class PostgresConnectionTests
{
    [Test]
    public void A_context_prepares_its_statements_and_does_not_reset_what_nobody_changed()
    {
        var used = Used("Host=db;Database=proofsaga");

        Assert.That((used.NoResetOnClose, used.MaxAutoPrepare), Is.EqualTo((true, 100)));
    }

    [Test]
    public void Five_services_fit_into_a_servers_hundred_connections() =>
        Assert.That(Used("Host=db;Database=proofsaga").MaxPoolSize * 5, Is.LessThanOrEqualTo(100));

    [Test]
    public void What_the_address_says_wins()
    {
        var used = Used("Host=db;Database=proofsaga;Max Auto Prepare=0;No Reset On Close=false;Maximum Pool Size=7");

        Assert.That((used.NoResetOnClose, used.MaxAutoPrepare, used.MaxPoolSize), Is.EqualTo((false, 0, 7)));
    }

    static NpgsqlConnectionStringBuilder Used(string address)
    {
        var options = new DbContextOptionsBuilder<ProofSagaDbContext>();
        options.UseDatabase(DatabaseAddress.Parse(address));
        using var db = new ProofSagaDbContext(options.Options);
        return new(db.Database.GetConnectionString());
    }
}
