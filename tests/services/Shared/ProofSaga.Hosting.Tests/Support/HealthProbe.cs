using System.Net;
using Microsoft.AspNetCore.Builder;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Hosting.Tests.Support;

/// <summary>Asks a host as an orchestration platform does.</summary>
static class HealthProbe
{
    static readonly HttpClient Http = new();

    /// <param name="check"><c>live</c> or <c>ready</c>.</param>
    public static async Task<HttpStatusCode> StatusAsync(this WebApplication app, string check)
    {
        using var response = await Http.GetAsync(new Uri($"{app.Urls.Single()}/health/{check}"));
        return response.StatusCode;
    }

    public static async Task<string> ReadinessAsync(this WebApplication app)
    {
        using var response = await Http.GetAsync(new Uri($"{app.Urls.Single()}/health/ready"));
        return await response.Content.ReadAsStringAsync();
    }

    public static Task BecomesReadyAsync(this WebApplication app) =>
        Eventually.HoldsAsync(async () => await app.StatusAsync("ready") == HttpStatusCode.OK, "the process is ready");
}
