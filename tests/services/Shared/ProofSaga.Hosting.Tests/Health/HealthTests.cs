using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Hosting.Tests.Health;

/// <summary>A process that lives is not restarted; one that is not ready gets no traffic.</summary>
sealed class HealthTests
{
    Installation installation = null!;
    WebApplication app = null!;
    HttpClient http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        installation = new Installation();
        app = installation.CreateBuilder("--Logging:Level=Fatal").Build();
        await app.MigrateDatabaseAsync();
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    [TearDown]
    public async Task StopAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        installation.Dispose();
    }

    [Test]
    public async Task With_database_and_bus_a_process_lives_and_is_ready()
    {
        await BecomesReadyAsync();

        Assert.That(await StatusAsync("live"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Without_its_database_a_process_lives_and_is_not_ready()
    {
        await BecomesReadyAsync();

        SqliteConnection.ClearAllPools();
        File.Delete(installation.DatabaseFile);

        Assert.That(await StatusAsync("ready"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await StatusAsync("live"), Is.EqualTo(HttpStatusCode.OK));
    }

    Task BecomesReadyAsync() =>
        Eventually.HoldsAsync(async () => await StatusAsync("ready") == HttpStatusCode.OK, "the process is ready");

    async Task<HttpStatusCode> StatusAsync(string check)
    {
        using var response = await http.GetAsync($"/health/{check}");
        return response.StatusCode;
    }
}
