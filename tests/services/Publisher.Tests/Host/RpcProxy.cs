using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ProofSaga.Publisher.Tests.Host;

/// <summary>Stands between publisher and chain, and misbehaves as it is told to.</summary>
sealed class RpcProxy : IAsyncDisposable
{
    readonly WebApplication app;
    readonly HttpClient http = new();

    RpcProxy(Uri chain)
    {
        Chain = chain;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(ForwardAsync);
    }

    public Uri Url => new(app.Urls.First());

    /// <summary>Where requests go.</summary>
    public Uri Chain { get; set; }

    /// <summary>The node takes the requests of this method, and the answer is lost.</summary>
    public string? LosesAnswersTo { get; set; }

    /// <summary>Every request is refused with HTTP 503.</summary>
    public bool IsAway { get; set; }

    (string Method, int Allowed)? limit;

    /// <summary>Lets so many requests of the method through, and answers HTTP 503 to every one after them.</summary>
    public void RefusesAfter(string method, int allowed) => limit = (method, allowed);

    public static async Task<RpcProxy> StartAsync(Uri chain)
    {
        var proxy = new RpcProxy(chain);
        await proxy.app.StartAsync();
        return proxy;
    }

    async Task ForwardAsync(HttpContext context)
    {
        if (IsAway)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var question = await JsonDocument.ParseAsync(context.Request.Body);
        // of a batch, the first
        var first =
            question.RootElement.ValueKind == JsonValueKind.Array ? question.RootElement[0] : question.RootElement;
        var method = first.GetProperty("method").GetString();
        if (limit is var (limited, allowed) && method == limited)
        {
            limit = (limited, allowed - 1);
            if (allowed <= 0)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }
        }

        using var response = await http.PostAsync(Chain, JsonBody(question.RootElement));
        if (method == LosesAnswersTo)
        {
            context.Abort();
            return;
        }

        context.Response.ContentType = "application/json";
        await response.Content.CopyToAsync(context.Response.Body);
    }

    static StringContent JsonBody(JsonElement json) => new(json.GetRawText(), mediaType: new("application/json"));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }
}
