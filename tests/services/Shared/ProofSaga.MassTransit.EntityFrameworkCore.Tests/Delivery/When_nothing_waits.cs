using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_nothing_waits(DatabaseKind kind) : ProviderScenario(kind)
{
    static readonly TimeSpan QueryDelay = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task The_delivery_asks_the_database_once_in_its_query_delay()
    {
        const int polls = 10;
        var statements = new Statements();
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { QueryDelay = QueryDelay, DbContext = options => options.AddInterceptors(statements) }
        );
        // the clean-up's first two transactions, the listener's probe and the look after it
        await statements.UntilAsync(7);
        var before = statements.Count;
        var began = TimeProvider.System.GetTimestamp();

        await statements.UntilAsync(before + polls);

        Assert.That(
            TimeProvider.System.GetElapsedTime(began),
            Is.GreaterThan((polls - 1) * QueryDelay),
            string.Join('\n', statements.Latest)
        );
    }

    /// <summary>Every statement, transactions included: a transaction without a statement would be a round trip too.</summary>
    sealed class Statements : DbCommandInterceptor, IDbTransactionInterceptor
    {
        readonly Lock state = new();
        readonly List<string> seen = [];

        public int Count
        {
            get
            {
                lock (state)
                    return seen.Count;
            }
        }

        public IReadOnlyList<string> Latest
        {
            get
            {
                lock (state)
                    return [.. seen.TakeLast(20)];
            }
        }

        public async Task UntilAsync(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (Count < count)
                await timer.WaitForNextTickAsync(patience.Token);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            See(command.CommandText);
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            See(command.CommandText);
            return new(result);
        }

        public ValueTask<DbTransaction> TransactionStartedAsync(
            DbConnection connection,
            TransactionEndEventData eventData,
            DbTransaction result,
            CancellationToken cancellationToken = default
        )
        {
            See("BEGIN");
            return new(result);
        }

        void See(string text)
        {
            lock (state)
                seen.Add(text);
        }
    }
}
