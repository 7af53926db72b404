using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>Lets a process send, but not record that it has sent: as if it died, or lost its database, right after sending.</summary>
sealed class RefusedSettlement : DbCommandInterceptor
{
    int settled;

    public bool Refuses { get; set; } = true;

    /// <summary>How many transactions have recorded something.</summary>
    public int Settled => settled;

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (!command.CommandText.StartsWith("DELETE FROM \"OutboxMessage\"", StringComparison.Ordinal))
            return new ValueTask<InterceptionResult<int>>(result);
        if (Refuses)
            throw new InvalidOperationException("dead");
        Interlocked.Increment(ref settled);
        return new ValueTask<InterceptionResult<int>>(result);
    }
}
