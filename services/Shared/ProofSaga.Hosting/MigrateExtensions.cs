using ProofSaga.Persistence;

namespace ProofSaga.Hosting;

public static class MigrateExtensions
{
    /// <summary>Brings the database to the newest migration.</summary>
    public static async Task MigrateDatabaseAsync(
        this WebApplication app,
        CancellationToken cancellationToken = default
    )
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<DatabaseMigrator>()
            .MigrateAsync(cancellationToken: cancellationToken);
    }
}
