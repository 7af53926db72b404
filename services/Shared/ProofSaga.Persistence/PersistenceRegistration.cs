using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Persistence;

public static class PersistenceRegistration
{
    /// <summary>Registers <see cref="ProofSagaDbContext"/> and what reads and writes through it.</summary>
    public static IServiceCollection AddPersistence(
        this IServiceCollection services,
        DatabaseAddress database,
        SecretKey secretKey
    )
    {
        services.AddDbContext<ProofSagaDbContext>(options => options.UseDatabase(database));
        services.AddSingleton(database);
        services.AddSingleton(secretKey);
        services.AddSingleton<InputProtector>();
        services.AddScoped<DatabaseMigrator>();
        services.AddScoped<SecretKeyCheck>();
        services.AddScoped<ProofWorkStore>();
        return services;
    }

    /// <summary>Points a context at a Postgres or SQLite database.</summary>
    public static DbContextOptionsBuilder UseDatabase(this DbContextOptionsBuilder options, DatabaseAddress database)
    {
        // Migrations are written by hand, without a model snapshot; a test compares the migrated schema with the model.
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        return database.Kind switch
        {
            DatabaseKind.Postgres => options.UseNpgsql(PostgresConnection.Tuned(database.ConnectionString)),
            DatabaseKind.Sqlite => options.UseSqlite(database.ConnectionString),
            _ => throw new ArgumentOutOfRangeException(nameof(database), database.Kind, "unknown kind of database"),
        };
    }
}
