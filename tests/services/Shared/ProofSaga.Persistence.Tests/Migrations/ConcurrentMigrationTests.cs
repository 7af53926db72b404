using ProofSaga.Testing.Postgres;

namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>Services start together, and each one migrates.</summary>
public class ConcurrentMigrationTests
{
    [Test]
    public async Task Many_at_once_do_it_once()
    {
        await using var database = await EmptyDatabase.CreateAsync(DatabaseKind.Postgres);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => database.MigrateAsync()));

        Assert.That((await database.ListAsync()).Select(state => state.IsApplied), Is.All.True);
    }

    [Test]
    public async Task A_database_that_is_not_there_is_made_by_one_of_them()
    {
        await using var server = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var name = $"proofsaga_absent_{Guid.NewGuid():N}";
        await using var absent = EmptyDatabase.OnPostgres(server.ConnectionString, name);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => absent.MigrateAsync()));

        Assert.That((await absent.ListAsync()).Select(state => state.IsApplied), Is.All.True);
    }

    [Test]
    public async Task Who_waits_for_another_ones_migration_gives_up_when_it_is_cancelled()
    {
        await using var database = await EmptyDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var holder = database.CreateContext();
        await holder.Database.OpenAndHoldAsync(DatabaseMigrator.PostgresLock);
        using var cancellation = new CancellationTokenSource();

        var waiting = database.MigrateAsync(cancellationToken: cancellation.Token);
        await holder.Database.SomebodyWaitsAsync(DatabaseMigrator.PostgresLock);
        await cancellation.CancelAsync();

        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
    }
}
