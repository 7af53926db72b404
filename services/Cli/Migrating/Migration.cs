using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ProofSaga.LocalServers.Processes;
using ProofSaga.Persistence;

namespace ProofSaga.Cli.Migrating;

/// <summary>One run of <c>migrate</c>.</summary>
sealed class Migration(TextWriter output, TextWriter errors)
{
    /// <returns>One of <see cref="MigrateExitCode"/>.</returns>
    public async Task<int> RunAsync(MigrateOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(options.Database))
                throw new FormatException("No database is named: give --database or set DATABASE_URL.");

            var database = DatabaseAddress.Parse(options.Database);
            using var host = LockOutHost(options.Database);
            await using var db = CreateContext(database);
            return await RunAsync(options, new DatabaseMigrator(db, database), cancellationToken);
        }
        catch (Exception exception) when (exception is FormatException or MigrationException)
        {
            return await FailAsync(MigrateExitCode.WrongArguments, exception.Message);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            // EF wraps what the database's driver says into a sentence about retries
            var cause = exception.InnerException as DbException ?? exception;
            return await FailAsync(MigrateExitCode.DatabaseFailed, $"the database: {cause.Message}");
        }
    }

    async Task<int> RunAsync(MigrateOptions options, DatabaseMigrator migrator, CancellationToken cancellationToken)
    {
        var plan = await migrator.PlanAsync(options.Target, cancellationToken);
        if (options.OnlyLists)
        {
            await ListAsync(migrator, cancellationToken);
            return MigrateExitCode.Done;
        }

        if (plan.Drops.Count > 0 && !options.MayDrop)
        {
            await ListAsync(migrator, cancellationToken);
            return await FailAsync(
                MigrateExitCode.NotConfirmed,
                $"going back to {options.Target} drops, with what is in them: {string.Join(", ", plan.Drops)}. "
                    + "Nothing was changed; --yes does it."
            );
        }

        await migrator.MigrateAsync(options.Target, cancellationToken);
        await ListAsync(migrator, cancellationToken);
        await output.WriteLineAsync(
            plan.Apply.Count + plan.Revert.Count == 0
                ? "Nothing to do."
                : $"Applied {plan.Apply.Count}, reverted {plan.Revert.Count}."
        );
        return MigrateExitCode.Done;
    }

    async Task ListAsync(DatabaseMigrator migrator, CancellationToken cancellationToken)
    {
        foreach (var state in await migrator.ListAsync(cancellationToken))
        {
            var kind =
                !state.IsKnown ? "applied by a newer program"
                : state.IsApplied ? "applied"
                : "pending";
            await output.WriteLineAsync($"{state.Name}  {kind}");
        }
    }

    async Task<int> FailAsync(int exitCode, string message)
    {
        await errors.WriteLineAsync($"proofsaga migrate: {message}");
        return exitCode;
    }

    /// <summary>A SQLite file belongs to one process: to the host, while that runs on the file's folder.</summary>
    static FolderLock? LockOutHost(string address)
    {
        const string sqlite = "sqlite:";
        if (!address.StartsWith(sqlite, StringComparison.Ordinal))
            return null;

        var folder = Path.GetDirectoryName(Path.GetFullPath(address[sqlite.Length..]))!;
        if (!File.Exists(Path.Combine(folder, "lock")))
            return null;

        return FolderLock.TryTake(folder)
            ?? throw new InvalidOperationException($"A ProofSaga host runs on '{folder}'; stop it first.");
    }

    /// <summary>Without sagas: migrations are written by hand and do not look at the model.</summary>
    static ProofSagaDbContext CreateContext(DatabaseAddress database)
    {
        var options = new DbContextOptionsBuilder<ProofSagaDbContext>();
        options.UseDatabase(database);
        return new ProofSagaDbContext(options.Options);
    }
}
