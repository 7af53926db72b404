using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>Stands between publishers and their chain, and does with each request what it is told to.</summary>
sealed class ChainProxy : IAsyncDisposable
{
    readonly WebApplication app;
    readonly Uri chain;
    readonly HttpClient http = new();

    ChainProxy(Uri chain)
    {
        this.chain = chain;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Uri Url => new(app.Urls.First());

    public RpcBehaviour Behaviour { get; set; } = Honest;

    /// <summary>The chain's own answer.</summary>
    public static Task<RpcReply> Honest(RpcRequest request, Func<Task<RpcReply>> forward) => forward();

    /// <summary>Nobody is there.</summary>
    public static Task<RpcReply> Stopped(RpcRequest request, Func<Task<RpcReply>> forward) =>
        Task.FromResult(RpcReply.Nothing);

    public static async Task<ChainProxy> StartAsync(Uri chain)
    {
        var proxy = new ChainProxy(chain);
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = RpcRequest.Parse(body.ToArray());
        var reply = await Behaviour(request, () => ForwardAsync(request));
        if (reply == RpcReply.Nothing)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(reply.Body);
    }

    /// <summary>Whole, whoever hangs up meanwhile: what the node took, it took.</summary>
    async Task<RpcReply> ForwardAsync(RpcRequest request)
    {
        using var content = new ByteArrayContent(request.Body);
        content.Headers.ContentType = new("application/json");
        using var answer = await http.PostAsync(chain, content);
        return new RpcReply((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }
}
