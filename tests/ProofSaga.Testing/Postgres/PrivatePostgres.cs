using ProofSaga.LocalServers.Postgres;
using ProofSaga.LocalServers.Processes;

namespace ProofSaga.Testing.Postgres;

/// <summary>A Postgres of one test's own, which can be stopped and started again. Gone with us.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    readonly LocalPostgres postgres;

    PrivatePostgres(LocalPostgres postgres)
    {
        this.postgres = postgres;
        Server = new PostgresServer(postgres.ConnectionString);
    }

    public PostgresServer Server { get; }

    /// <inheritdoc cref="LocalPostgres.StartAsync"/>
    public static async Task<PrivatePostgres> StartAsync(LocalPostgresOptions? options = null)
    {
        try
        {
            return new PrivatePostgres(await LocalPostgres.StartAsync(options));
        }
        catch (ServerStartException exception)
        {
            throw new ServerStartException(
                $"{exception.Message}\nOr name a running server in {PostgresServer.EnvironmentName}.",
                exception
            );
        }
    }

    /// <inheritdoc cref="LocalPostgres.StopAsync"/>
    public Task StopAsync() => postgres.StopAsync();

    /// <inheritdoc cref="LocalPostgres.KillAsync"/>
    public Task KillAsync() => postgres.KillAsync();

    /// <inheritdoc cref="LocalPostgres.StartAgainAsync"/>
    public Task StartAgainAsync() => postgres.StartAgainAsync();

    public ValueTask DisposeAsync() => postgres.DisposeAsync();
}
