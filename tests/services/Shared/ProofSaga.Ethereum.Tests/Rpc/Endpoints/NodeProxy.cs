using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Tests.Rpc.Endpoints;

/// <summary>An endpoint in front of a real node, which misbehaves as it is told to.</summary>
sealed class NodeProxy : IAsyncDisposable
{
    readonly HttpClient http = new();
    FakeNode server = null!;

    NodeProxy() { }

    /// <summary>Answers in place of the node; does nothing, so that the node answers, if it returns false.</summary>
    public Func<HttpContext, JsonElement, Task<bool>>? Misbehave { get; set; }

    /// <summary>The node takes the requests of this method, and the answer is lost.</summary>
    public string? LosesAnswersTo { get; set; }

    /// <summary>The methods that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public string Host => server.Url.Authority;

    public EthereumClientOptions Options => new() { RpcUrl = new Uri(server.Url, "/v3/a-secret-api-key") };

    public static async Task<NodeProxy> StartAsync(Uri node)
    {
        var proxy = new NodeProxy();
        proxy.server = await FakeNode.StartAsync(
            (HttpContext context, JsonElement question) => proxy.ForwardAsync(node, context, question)
        );
        return proxy;
    }

    /// <summary>Answers everything, or one method only, by this status.</summary>
    public void Answer(int status, string? retryAfter = null, string? method = null) =>
        Misbehave = (context, question) =>
        {
            if (method is not null && method != Method(question))
                return Task.FromResult(false);

            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(true);
        };

    /// <summary>Answers everything, or one method only, by this body, in which <c>ID</c> stands for the request's id.</summary>
    public void Answer(string body, string? method = null) =>
        Misbehave = async (context, question) =>
        {
            if (method is not null && method != Method(question))
                return false;

            var id = question.GetProperty("id").GetRawText();
            await context.Response.WriteAsync(body.Replace("ID", id, StringComparison.Ordinal));
            return true;
        };

    /// <summary>Breaks every connection.</summary>
    public void GoAway() =>
        Misbehave = (context, _) =>
        {
            context.Abort();
            return Task.FromResult(true);
        };

    public void Recover() => Misbehave = null;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    async Task ForwardAsync(Uri node, HttpContext context, JsonElement question)
    {
        Asked.Enqueue(Method(question));
        if (Misbehave is { } misbehave && await misbehave(context, question))
            return;

        using var response = await http.PostAsJsonAsync(node, question);
        if (Method(question) == LosesAnswersTo)
        {
            context.Abort();
            return;
        }

        await response.Content.CopyToAsync(context.Response.Body);
    }

    static string Method(JsonElement question) =>
        question.ValueKind == JsonValueKind.Array ? "batch" : question.GetProperty("method").GetString()!;
}
