using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Plans;

/// <summary>What the provider does all the time takes as long with millions of rows as with a few thousand.</summary>
/// <remarks>With <c>PROOFSAGA_LONG_TESTS=1</c> in the environment: five million delivered rows and 200 000 that wait.</remarks>
sealed class When_the_tables_are_full(DatabaseKind kind) : ProviderScenario(kind)
{
    /// <summary>A b-tree has one level more at most.</summary>
    const double MostGrowth = 2;

    static readonly bool IsLong = Environment.GetEnvironmentVariable("PROOFSAGA_LONG_TESTS") == "1";
    static readonly (int Delivered, int Waiting) Few = (20_000, 20_000);
    static readonly (int Delivered, int Waiting) Many = IsLong ? (5_000_000, 200_000) : (200_000, 150_000);

    readonly ExplainingInterceptor explaining = new();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Claiming_settling_and_cleaning_up_read_by_indexes_and_no_more_than_before(bool withStatistics)
    {
        var tables = new FullTables(Store);
        await tables.ForgoStatisticsAsync();
        await AddAsync(tables, Few.Delivered, Few.Waiting);
        if (withStatistics)
            await tables.GatherStatisticsAsync();
        var before = await WorkAsync();

        await AddAsync(tables, Many.Delivered - Few.Delivered, Many.Waiting - Few.Waiting);
        if (withStatistics)
            await tables.GatherStatisticsAsync();
        var after = await WorkAsync();

        Assert.Multiple(() =>
        {
            foreach (var (statement, earlier) in after.Zip(before))
            {
                Assert.That(statement.Faults, Is.Empty, $"{statement.Text}\n{statement.Plan}");
                Assert.That(
                    statement.Blocks ?? 0,
                    Is.AtMost(MostGrowth * (earlier.Blocks ?? 0)),
                    $"{statement.Text}\n{earlier.Plan}\n{statement.Plan}"
                );
            }
        });
        foreach (var (statement, earlier) in after.Zip(before))
            TestContext.Out.WriteLine($"{earlier.Blocks} -> {statement.Blocks} blocks: {FirstWords(statement.Text)}");
    }

    /// <summary>SQLite knows a table by what ANALYZE says of the average, if it was called: a tenth of the rows is as good.</summary>
    Task AddAsync(FullTables tables, int delivered, int waiting) =>
        Store.IsPostgres || IsLong
            ? tables.AddAsync(delivered, waiting)
            : tables.AddAsync(delivered / 10, waiting / 10);

    /// <summary>A round of delivery over each backlog, half of it failing, and one of the clean-up.</summary>
    async Task<IReadOnlyList<ExplainedStatement>> WorkAsync()
    {
        var options = new EntityFrameworkOutboxOptions<ShopDbContext>
        {
            LockStatementProvider = Store.IsPostgres
                ? new PostgresLockStatementProvider()
                : new SqliteLockStatementProvider(),
        };
        var signal = new OutboxDeliverySignal<ShopDbContext>();
        await using var shop = OpenExplained();
        await DeliverAsync(new BusOutboxBacklog<ShopDbContext>(options, signal), shop);
        await DeliverAsync(new InboxBacklog<ShopDbContext>(options, signal), shop);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await shop.InTransactionAsync(
            System.Data.IsolationLevel.ReadCommitted,
            token => InboxCleanup.ForgetAsync(shop, now, options.QueryMessageLimit, token),
            CancellationToken.None
        );
        await shop.InTransactionAsync(
            System.Data.IsolationLevel.ReadCommitted,
            token => InboxCleanup.DropExpiredAsync(shop, now, options.QueryMessageLimit, token),
            CancellationToken.None
        );
        return explaining.Take();
    }

    static async Task DeliverAsync<TKey>(OutboxBacklog<ShopDbContext, TKey> backlog, ShopDbContext shop)
        where TKey : notnull
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var lease = DeliveryLease.Take(now, TimeSpan.FromSeconds(10));
        var waiting = await backlog.ClaimAsync(shop, lease, now, CancellationToken.None);
        Assert.That(waiting, Has.Count.EqualTo(100).And.All.Matches<WaitingOutbox<TKey>>(o => o.Messages.Count == 1));
        // every second one is not sent, so that it is given back
        var outcomes = waiting
            .Select(
                (outbox, number) =>
                    new DeliveryOutcome<TKey>(
                        outbox,
                        number % 2 == 0 ? [outbox.Messages[0].SequenceNumber] : [],
                        Failure: null
                    )
            )
            .ToList();
        await backlog.SettleAsync(shop, lease, outcomes, now, CancellationToken.None);
    }

    ShopDbContext OpenExplained()
    {
        var builder = new DbContextOptionsBuilder<ShopDbContext>();
        Store.Configure(builder);
        builder.AddInterceptors(explaining);
        return new ShopDbContext(builder.Options);
    }

    static string FirstWords(string statement) => string.Join(' ', statement.Split(default(char[]?), 7)[..6]);
}
