using MassTransit;
using Microsoft.Extensions.Options;
using ProofSaga.Circuits;
using ProofSaga.Hosting.Configuration;
using ProofSaga.Hosting.Health;
using ProofSaga.Hosting.Logging;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Hosting.Shutdown;
using ProofSaga.Hosting.Workers;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Hosting;

/// <summary>Collects what the services of one process register, then builds the process.</summary>
public sealed class ProofSagaHostBuilder
{
    readonly List<Action<IBusRegistrationConfigurator>> busRegistrations = [];
    readonly List<Action<WebApplication>> endpoints = [];

    bool circuitsAreAdded;
    bool heartbeatIsAdded;

    internal ProofSagaHostBuilder(WebApplicationBuilder web)
    {
        Web = web;
        Installation = web.Configuration.Get<InstallationOptions>() ?? new InstallationOptions();
        Directory.CreateDirectory(Installation.ResolvedDataDirectory);
        Database = web.Configuration["Database:Url"] is { Length: > 0 } url
            ? DatabaseAddress.Parse(url)
            : DatabaseAddress.SqliteFile(Path.Combine(Installation.ResolvedDataDirectory, "proofsaga.db"));
    }

    public WebApplicationBuilder Web { get; }
    public IServiceCollection Services => Web.Services;
    public IConfiguration Configuration => Web.Configuration;
    public InstallationOptions Installation { get; }
    public DatabaseAddress Database { get; }

    /// <summary>Adds the circuit catalog and the artifact store, once however many services of the process ask.</summary>
    public void UseCircuits()
    {
        if (circuitsAreAdded)
            return;

        circuitsAreAdded = true;
        var infra = Installation.ResolveInfraDirectory();
        Services.AddCircuitCatalog(options => options.CircuitsFolder = Path.Combine(infra, "circuits"));
        Services.AddFileSystemArtifactStore(options => options.Folder = Installation.ResolvedArtifactsDirectory);
    }

    /// <summary>
    /// Lets the process tell the others that it is alive, once however many services of the process ask. What it can
    /// generate at once is the sum of the registered <see cref="GenerationSlots"/>.
    /// </summary>
    public void UseHeartbeat()
    {
        if (heartbeatIsAdded)
            return;

        heartbeatIsAdded = true;
        Services.AddHostedService<Heartbeat>();
    }

    /// <summary>Adds consumers and sagas to the process's one bus.</summary>
    public void ConfigureBus(Action<IBusRegistrationConfigurator> configure) => busRegistrations.Add(configure);

    /// <summary>Adds HTTP endpoints.</summary>
    public void MapEndpoints(Action<WebApplication> map) => endpoints.Add(map);

    public WebApplication Build()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(WorkerIdentity.OfThisProcess());
        Services.AddSingleton<AttemptRuns>();
        Services.AddProofSagaLogging(Configuration);
        Services.AddPersistence(Database, SecretKey.LoadOrCreate(Installation.ResolvedSecretKeyFile));
        Services.AddGracefulStop();
        Services.AddProofSagaBus(Configuration, Database, busRegistrations);
        Services.AddProofSagaHealth();

        var app = Web.Build();
        app.LimitRequestsWhileStopping();
        app.MapProofSagaHealth();
        foreach (var map in endpoints)
            map(app);

        return app;
    }

    /// <summary>
    /// Migrates the database, then runs until SIGTERM or SIGINT, and ends with the exit code 0, whatever had to be given
    /// back. What hinders the start is one line on standard error and the exit code 1.
    /// </summary>
    public async Task RunAsync()
    {
        try
        {
            await using var app = Build();
            await app.MigrateDatabaseAsync();
            await app.RunAsync();
        }
        catch (Exception exception) when (exception is StartupException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"ProofSaga could not start: {exception.Message}");
            Environment.ExitCode = 1;
        }
    }
}
