using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>JSON-RPC 2.0 over HTTP: one question, one answer, and a clear exception for everything else.</summary>
sealed class JsonRpcConnection(
    HttpClient http,
    EthereumClientOptions options,
    RevertDecoder revertDecoder,
    TimeProvider timeProvider
)
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly AuthenticationHeaderValue? authorization = Credentials(options.RpcUrl);
    readonly string host = options.RpcUrl.Authority;
    long lastId;

    /// <summary>The <c>result</c> of the call, which may be JSON null.</summary>
    /// <exception cref="EthereumException">There is no such result.</exception>
    public async Task<JsonElement> CallAsync(string method, object?[] parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastId);
        var (status, body) = await PostAsync(method, id, parameters, cancellationToken);
        if (status == HttpStatusCode.TooManyRequests)
        {
            throw Failed(EthereumFailure.RateLimited, method, "the endpoint limits our rate (HTTP 429)", true);
        }

        // a JSON-RPC error says more than the status that some nodes send with it
        var answer = JsonRpcAnswer.TryParse(body, out var problem);
        if (answer?.Error is { } error && (answer.Id == id || answer.Id is null))
            throw ToException(method, error);
        if (status != HttpStatusCode.OK)
        {
            var isTransient = (int)status >= 500 || status == HttpStatusCode.RequestTimeout;
            throw Failed(EthereumFailure.HttpError, method, $"the endpoint answered HTTP {(int)status}", isTransient);
        }

        if (answer is null)
            throw Failed(EthereumFailure.MalformedAnswer, method, $"the answer {problem}", true);
        if (answer.Id != id)
            throw Failed(EthereumFailure.MalformedAnswer, method, "the answer is for another request", true);
        return answer.Result
            ?? throw Failed(EthereumFailure.MalformedAnswer, method, "the answer has no result and no error", true);
    }

    async Task<(HttpStatusCode Status, byte[] Body)> PostAsync(
        string method,
        long id,
        object?[] parameters,
        CancellationToken cancellationToken
    )
    {
        var question = new
        {
            jsonrpc = "2.0",
            id,
            method,
            @params = parameters,
        };
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question));
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, options.RpcUrl) { Content = content };
        request.Headers.Authorization = authorization;
        using var timeout = new CancellationTokenSource(options.RequestTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (response.StatusCode, await ReadAsync(method, response, either.Token));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var problem = $"no answer within {options.RequestTimeout.TotalSeconds:0.###} s";
            throw Failed(EthereumFailure.TimedOut, method, problem, true, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failed(EthereumFailure.Unreachable, method, "no connection, or it broke", true, exception);
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

    async Task<byte[]> ReadAsync(string method, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, cancellationToken) is var length and > 0)
        {
            if (body.Length + length > options.MaxAnswerBytes)
            {
                var problem = $"the answer is larger than {options.MaxAnswerBytes} bytes";
                throw Failed(EthereumFailure.AnswerTooLarge, method, problem);
            }

            body.Write(chunk, 0, length);
        }

        return body.ToArray();
    }

    EthereumException ToException(string method, JsonRpcError error)
    {
        var failure = RpcErrorClassifier.Classify(error.Code, error.Message);
        if (failure == EthereumFailure.Reverted)
        {
            var reason = error.Data is null ? new RevertReason(null, error.Message) : revertDecoder.Decode(error.Data);
            return EthereumException.Reverted($"{method} at {host}", reason, error.Code);
        }

        var message = $"{method} at {host} was refused: {error.Message} (code {error.Code}).";
        return new EthereumException(failure, message, RpcErrorClassifier.IsTransient(failure, error.Code))
        {
            RpcErrorCode = error.Code,
        };
    }

    EthereumException Failed(
        EthereumFailure failure,
        string method,
        string problem,
        bool isTransient = false,
        Exception? cause = null
    ) => new(failure, $"{method} at {host} failed: {problem}.", isTransient, cause);
}
