using ProofSaga.Persistence;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Hosting;

public static class MigrateExtensions
{
    /// <summary>Brings the database to the newest migration, and makes sure that it belongs to our secret key.</summary>
    /// <exception cref="StartupException">It belongs to another one.</exception>
    public static async Task MigrateDatabaseAsync(
        this WebApplication app,
        CancellationToken cancellationToken = default
    )
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<DatabaseMigrator>()
            .MigrateAsync(cancellationToken: cancellationToken);
        try
        {
            await scope.ServiceProvider.GetRequiredService<SecretKeyCheck>().EnsureAsync(cancellationToken);
        }
        catch (SecretKeyMismatchException mismatch)
        {
            throw new StartupException(mismatch.Message, mismatch);
        }
    }
}
