using System.Net.Sockets;
using System.Text;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>A submission over HTTP whose body is sent when the test says so; the server has begun to wait for it.</summary>
sealed class HalfRequest : IDisposable
{
    readonly TcpClient client = new();
    readonly byte[] body;

    HalfRequest(string body) => this.body = Encoding.UTF8.GetBytes(body);

    public static async Task<HalfRequest> SendAsync(Uri address, string body)
    {
        var request = new HalfRequest(body);
        await request.client.ConnectAsync(address.Host, address.Port);
        var head = $"""
            POST /api/v1/proofs HTTP/1.1
            Host: {address.Authority}
            Content-Type: application/json
            Content-Length: {request.body.Length}
            Expect: 100-continue


            """;
        await request.client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")));
        Assert.That(await request.ReadAsync(), Does.StartWith("HTTP/1.1 100"), "the request is under way");
        return request;
    }

    /// <returns>The answer's first line and what came with it.</returns>
    public async Task<string> FinishAsync()
    {
        await client.GetStream().WriteAsync(body);
        return await ReadAsync();
    }

    public void Dispose() => client.Dispose();

    async Task<string> ReadAsync()
    {
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
    }
}
