using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ProofSaga.Persistence;

/// <summary>Brings the schema to the newest migration, or to a named one.</summary>
public sealed class DatabaseMigrator(ProofSagaDbContext db, DatabaseAddress database)
{
    /// <summary>The state before the first migration.</summary>
    public const string Nothing = Migration.InitialDatabase;

    /// <summary>A number of our own among the advisory locks of the database.</summary>
    public const long PostgresLock = 0x50726f6f66536167;

    /// <summary>How long one process waits for another one's migration.</summary>
    static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(10);

    /// <summary>All migrations in their order, then those that only the database knows.</summary>
    public async Task<IReadOnlyList<MigrationState>> ListAsync(CancellationToken cancellationToken = default)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = await ReadAppliedAsync(cancellationToken);
        return
        [
            .. known.Select(name => new MigrationState(name, applied.Contains(name), IsKnown: true)),
            .. applied.Except(known).Select(name => new MigrationState(name, IsApplied: true, IsKnown: false)),
        ];
    }

    /// <summary>What <see cref="MigrateAsync"/> would do.</summary>
    /// <inheritdoc cref="MigrateAsync"/>
    public async Task<MigrationPlan> PlanAsync(string? target = null, CancellationToken cancellationToken = default)
    {
        var states = await ListAsync(cancellationToken);
        var names = states.Where(state => state.IsKnown).Select(state => state.Name).ToList();
        var last = target is null ? names.Count : PositionOf(target, names) + 1;
        var revert = states.Skip(last).Where(state => state is { IsKnown: true, IsApplied: true }).Reverse().ToList();
        var newer = states.Where(state => !state.IsKnown).Select(state => state.Name).ToList();
        if (revert.Count > 0 && newer.Count > 0)
        {
            throw new MigrationException(
                $"The database has migrations of a newer program: {string.Join(", ", newer)}. Revert them with that program first."
            );
        }

        return new MigrationPlan(
            [.. states.Take(last).Where(state => !state.IsApplied).Select(state => state.Name)],
            [.. revert.Select(state => state.Name)],
            [.. revert.SelectMany(state => DropsOf(state.Name))]
        );
    }

    /// <param name="target">
    /// A migration's name, with or without its time stamp; <see cref="Nothing"/> for an empty database; null for the newest.
    /// </param>
    /// <exception cref="MigrationException">No migration has that name; lists those that there are.</exception>
    /// <remarks>Several processes may call it at once on Postgres; the first one does the work.</remarks>
    public async Task MigrateAsync(string? target = null, CancellationToken cancellationToken = default)
    {
        var names = db.Database.GetMigrations().ToList();
        var name = target is null or Nothing ? target : names[PositionOf(target, names)];
        if (database.Kind == DatabaseKind.Sqlite)
        {
            await PrepareFileAsync(cancellationToken);
            await db.GetService<IMigrator>().MigrateAsync(name, cancellationToken);
        }
        else
        {
            await MigratePostgresAsync(name, cancellationToken);
        }
    }

    /// <returns>-1 for <see cref="Nothing"/>.</returns>
    static int PositionOf(string target, List<string> names)
    {
        if (target == Nothing)
            return -1;

        var position = names.FindIndex(name =>
            string.Equals(name, target, StringComparison.OrdinalIgnoreCase)
            || string.Equals(
                name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..],
                target,
                StringComparison.OrdinalIgnoreCase
            )
        );
        return position >= 0
            ? position
            : throw new MigrationException(
                $"There is no migration '{target}'. There are: {Nothing} (an empty database), {string.Join(", ", names)}."
            );
    }

    async Task<HashSet<string>> ReadAppliedAsync(CancellationToken cancellationToken)
    {
        // nobody who only asks should make a file
        if (database.Kind == DatabaseKind.Sqlite && !await Creator.ExistsAsync(cancellationToken))
            return [];

        // what is wrong with a connection is said by opening it, and by nothing that EF does first
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    IEnumerable<string> DropsOf(string name)
    {
        var migrations = db.GetService<IMigrationsAssembly>();
        return migrations
            .CreateMigration(migrations.Migrations[name], db.Database.ProviderName!)
            .DownOperations.Select(operation =>
                operation switch
                {
                    DropTableOperation table => $"table {table.Name}",
                    DropColumnOperation column => $"column {column.Table}.{column.Name}",
                    _ => null,
                }
            )
            .OfType<string>();
    }

    async Task MigratePostgresAsync(string? name, CancellationToken cancellationToken)
    {
        await CreatePostgresAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // EF's own lock begins after it has read what is applied, and is let go between two migrations
            var timeout = db.Database.GetCommandTimeout();
            db.Database.SetCommandTimeout(LockTimeout);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({PostgresLock})", cancellationToken);
            db.Database.SetCommandTimeout(timeout);
            await db.GetService<IMigrator>().MigrateAsync(name, cancellationToken);
        }
        finally
        {
            // also when it was cancelled: the pool keeps the session, and with it the lock
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    async Task CreatePostgresAsync(CancellationToken cancellationToken)
    {
        if (await Creator.ExistsAsync(cancellationToken))
            return;

        try
        {
            await Creator.CreateAsync(cancellationToken);
        }
        // another process was faster, or just as fast
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
    }

    IRelationalDatabaseCreator Creator => db.GetService<IRelationalDatabaseCreator>();

    async Task PrepareFileAsync(CancellationToken cancellationToken)
    {
        // Readers beside the one writer, and a commit that is one fsync.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);
        // The file belongs to this process alone, so a lock found in it was left by one that was killed while
        // migrating; EF would wait for it for ever.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock;", cancellationToken);
    }
}
