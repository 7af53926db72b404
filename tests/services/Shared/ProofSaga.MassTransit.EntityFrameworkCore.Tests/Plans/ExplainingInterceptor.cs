using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ProofSaga.Provider.Tests.Plans;

/// <summary>Lets the database explain each statement that reads or writes rows, right before it runs and on the same data.</summary>
sealed class ExplainingInterceptor : DbCommandInterceptor
{
    readonly List<ExplainedStatement> explained = [];

    /// <summary>What was explained since the last call.</summary>
    public IReadOnlyList<ExplainedStatement> Take()
    {
        ExplainedStatement[] taken = [.. explained];
        explained.Clear();
        return taken;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        explained.Add(await ExplainAsync(command));
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        explained.Add(await ExplainAsync(command));
        return result;
    }

    static Task<ExplainedStatement> ExplainAsync(DbCommand command) =>
        command is Npgsql.NpgsqlCommand ? PostgresPlan.ExplainAsync(command) : SqlitePlan.ExplainAsync(command);
}
