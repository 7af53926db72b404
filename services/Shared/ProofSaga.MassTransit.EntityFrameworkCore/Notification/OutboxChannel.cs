using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The Postgres notification channel of the outbox tables that a context maps. Channels are per database; the name tells schemas and tables apart. Where the
/// schema comes from the search path, two of them share a channel, which costs one query in vain.
/// </summary>
static class OutboxChannel
{
    /// <summary>A hash, since a name may have 63 bytes and identifiers may have any character.</summary>
    const int HashBytes = 10;

    /// <summary>Null where the context's database cannot notify (SQLite): several processes on one file find each other's messages by polling.</summary>
    public static string? Of(DbContext context)
    {
        if (!context.Database.IsNpgsql())
            return null;

        var tables = $"{MappedTable.Of<OutboxState>(context).Name} {MappedTable.Of<InboxState>(context).Name}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(tables)).AsSpan(0, HashBytes);
        return $"masstransit_outbox_{Convert.ToHexStringLower(hash)}";
    }

    /// <summary>
    /// Tells everyone who listens. Not on disk before it is told (<c>synchronous_commit</c> off, for this statement only): the lock that Postgres holds for
    /// a notifying commit is then held for microseconds instead of a disk flush.
    /// </summary>
    public static Task<int> NotifyAsync(
        DbContext context,
        string channel,
        string payload,
        CancellationToken cancellationToken
    ) =>
        context.Database.ExecuteSqlAsync(
            $"SELECT set_config('synchronous_commit', 'off', true), pg_notify({channel}, {payload})",
            cancellationToken
        );
}
