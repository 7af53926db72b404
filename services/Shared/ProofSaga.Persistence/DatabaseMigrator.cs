using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ProofSaga.Persistence;

/// <summary>Brings the schema to the newest migration, or to a named one.</summary>
public sealed class DatabaseMigrator(ProofSagaDbContext db, DatabaseAddress database)
{
    /// <param name="target">A migration's name, <c>0</c> for an empty database, or null for the newest.</param>
    /// <remarks>Several processes may call it at once on Postgres; the first one does the work.</remarks>
    public async Task MigrateAsync(string? target = null, CancellationToken cancellationToken = default)
    {
        if (database.Kind == DatabaseKind.Sqlite)
            await PrepareFileAsync(cancellationToken);

        await db.GetService<IMigrator>().MigrateAsync(target, cancellationToken);
    }

    async Task PrepareFileAsync(CancellationToken cancellationToken)
    {
        // Readers beside the one writer, and a commit that is one fsync.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);
        // The file belongs to this process alone, so a lock found in it was left by one that was killed while
        // migrating; EF would wait for it for ever.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock;", cancellationToken);
    }
}
