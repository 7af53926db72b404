using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>Posts JSON to an endpoint and reads what comes back, within the limits of time and size.</summary>
sealed class JsonRpcHttp(HttpClient http, EthereumClientOptions options, TimeProvider timeProvider)
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly AuthenticationHeaderValue? authorization = Credentials(options.RpcUrl);
    readonly string host = options.RpcUrl.Authority;

    /// <param name="what">What is asked, for messages.</param>
    /// <exception cref="EthereumException">There is no reply, or the one that our rate is above a limit.</exception>
    public async Task<HttpReply> PostAsync(string what, object body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, options.RpcUrl) { Content = content };
        request.Headers.Authorization = authorization;
        using var timeout = new CancellationTokenSource(options.RequestTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await ReadAsync(what, response, either.Token);
            var reply = new HttpReply(response.StatusCode, RetryAfter(response.Headers.RetryAfter), answer);
            return reply.Status == HttpStatusCode.TooManyRequests ? throw Limited(what, reply) : reply;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var problem = $"no answer within {options.RequestTimeout.TotalSeconds:0.###} s";
            throw RpcFailure.Of(host, EthereumFailure.TimedOut, what, problem, true, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw RpcFailure.Of(host, EthereumFailure.Unreachable, what, "no connection, or it broke", true, exception);
        }
    }

    // the platform does not send them by itself
    static AuthenticationHeaderValue? Credentials(Uri url)
    {
        if (url.UserInfo.Length == 0)
            return null;
        var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
    }

    TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - timeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    async Task<byte[]> ReadAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, cancellationToken) is var length and > 0)
        {
            if (body.Length + length > options.MaxAnswerBytes)
            {
                var problem = $"the answer is larger than {options.MaxAnswerBytes} bytes";
                throw RpcFailure.Of(host, EthereumFailure.AnswerTooLarge, what, problem);
            }

            body.Write(chunk, 0, length);
        }

        return body.ToArray();
    }

    EthereumException Limited(string what, HttpReply reply)
    {
        const string problem = "the endpoint limits our rate (HTTP 429)";
        return RpcFailure.Of(host, EthereumFailure.RateLimited, what, problem, true, retryAfter: reply.RetryAfter);
    }
}
