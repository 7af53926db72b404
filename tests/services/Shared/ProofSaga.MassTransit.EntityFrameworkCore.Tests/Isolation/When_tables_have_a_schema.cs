using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Isolation;

sealed class When_tables_have_a_schema
{
    [Test]
    public void The_schema_of_UsePostgres_is_that_of_tables_that_are_mapped_without_one()
    {
        using var shop = new ShopDbContext(
            new DbContextOptionsBuilder<ShopDbContext>().UseNpgsql("Host=nowhere").Options
        );

        var statement = new PostgresLockStatementProvider("sales").GetRowLockStatement<Counter>(shop);

        Assert.That(statement, Does.Contain("FROM sales.\"Counters\" WHERE \"CorrelationId\" = {0} FOR UPDATE"));
    }

    [Test]
    public void The_schema_of_the_model_comes_first()
    {
        using var depot = new DepotDbContext(
            new DbContextOptionsBuilder<DepotDbContext>().UseNpgsql("Host=nowhere").Options
        );

        var statement = new PostgresLockStatementProvider("sales").GetRowLockStatement<InboxState>(depot);

        Assert.That(statement, Does.Contain("FROM depot.\"InboxState\" WHERE"));
    }
}
