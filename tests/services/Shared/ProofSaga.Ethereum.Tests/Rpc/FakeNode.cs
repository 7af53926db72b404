using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Tests.Rpc;

/// <summary>An HTTP server on loopback that answers every request as the test says.</summary>
sealed class FakeNode : IAsyncDisposable
{
    readonly WebApplication application;
    readonly HttpClient http = new();

    FakeNode(WebApplication application) => this.application = application;

    public Uri Url => new(application.Urls.Single());

    /// <param name="answer">Gets the request's method and its id as JSON.</param>
    public static Task<FakeNode> StartAsync(Func<HttpContext, string, string, Task> answer) =>
        StartAsync(
            (context, question) =>
                answer(context, question.GetProperty("method").GetString()!, question.GetProperty("id").GetRawText())
        );

    /// <param name="answer">Gets the whole request.</param>
    public static async Task<FakeNode> StartAsync(Func<HttpContext, JsonElement, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(async context =>
        {
            using var question = await JsonDocument.ParseAsync(context.Request.Body);
            await answer(context, question.RootElement);
        });
        await server.StartAsync();
        return new FakeNode(server);
    }

    /// <summary>Answers each request with this body, in which <c>ID</c> stands for the request's id.</summary>
    public static Task<FakeNode> StartAsync(int status, string body) =>
        StartAsync(
            (context, _, id) =>
            {
                context.Response.StatusCode = status;
                return context.Response.WriteAsync(body.Replace("ID", id, StringComparison.Ordinal));
            }
        );

    public EthereumClient Client(TimeSpan? requestTimeout = null)
    {
        var options = new EthereumClientOptions
        {
            RpcUrl = new Uri(Url, "/v3/a-secret-api-key"),
            MaxAnswerBytes = 4000,
        };
        if (requestTimeout is { } timeout)
            options = options with { RequestTimeout = timeout };
        return new EthereumClient(http, options);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await application.DisposeAsync();
    }
}
