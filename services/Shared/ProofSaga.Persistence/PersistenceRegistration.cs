using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Persistence.Conventions;
using ProofSaga.Persistence.Nullifiers;
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
        // pooled: to make a context and its options anew for each message costs as much as a statement or two
        services.AddDbContextPool<ProofSagaDbContext>(
            (provider, options) => options.UseDatabase(database, provider.GetServices<ISagaClassMap>())
        );
        services.AddSingleton(database);
        services.AddSingleton(secretKey);
        services.AddSingleton<InputProtector>();
        services.AddScoped<DatabaseMigrator>();
        services.AddScoped<SecretKeyCheck>();
        services.AddScoped<ProofWorkStore>();
        services.AddScoped<NullifierReservations>();
        return services;
    }

    /// <summary>Points a context at a Postgres or SQLite database.</summary>
    /// <param name="sagaMaps">The sagas in its model.</param>
    public static DbContextOptionsBuilder UseDatabase(
        this DbContextOptionsBuilder options,
        DatabaseAddress database,
        params IEnumerable<ISagaClassMap> sagaMaps
    )
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new SagaMaps(sagaMaps));
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
