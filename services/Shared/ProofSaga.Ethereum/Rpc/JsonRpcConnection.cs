using System.Net;
using System.Text.Json;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>JSON-RPC 2.0 over HTTP: an answer to every question, and a clear exception for everything else.</summary>
sealed class JsonRpcConnection(
    HttpClient http,
    EthereumClientOptions options,
    RevertDecoder revertDecoder,
    TimeProvider timeProvider
) : IRpcChannel
{
    /// <summary>Calls in one request; nodes limit it to 50 and more.</summary>
    internal const int LargestBatch = 50;

    readonly JsonRpcHttp transport = new(http, options, timeProvider);
    readonly string host = options.RpcUrl.Authority;
    long lastId;
    volatile bool refusesBatches;

    /// <inheritdoc/>
    public async Task<T> AskAsync<T>(RpcQuestion<T> question, CancellationToken cancellationToken)
    {
        var method = question.Method;
        var id = Interlocked.Increment(ref lastId);
        var reply = await transport.PostAsync(method, Body(id, question), cancellationToken);

        // a JSON-RPC error says more than the status that some nodes send with it
        var answer = JsonRpcAnswer.TryParse(reply.Body, out var problem);
        if (answer?.Error is { } error && (answer.Id == id || answer.Id is null))
            throw ToException(method, error, reply.RetryAfter);
        ThrowUnlessOk(method, reply);
        if (answer is null)
            throw Malformed(method, problem!);
        if (answer.Id != id)
            throw Malformed(method, "is for another request");
        return Read(question, answer);
    }

    /// <inheritdoc/>
    /// <remarks>In requests of at most <see cref="LargestBatch"/>; one by one where the endpoint refuses batches.</remarks>
    public async Task<IReadOnlyList<T>> AskAllAsync<T>(
        IReadOnlyList<RpcQuestion<T>> questions,
        CancellationToken cancellationToken
    )
    {
        var answers = new List<T>(questions.Count);
        foreach (var batch in questions.Chunk(LargestBatch))
        {
            var some =
                batch.Length > 1 && !refusesBatches
                    ? await TryAskBatchAsync(batch, cancellationToken)
                    : await AskEachAsync(batch, cancellationToken);
            if (some is null)
            {
                some = await AskEachAsync(batch, cancellationToken);
                refusesBatches = true; // now that it answers the very same questions one by one
            }

            answers.AddRange(some);
        }

        return answers;
    }

    async Task<T[]> AskEachAsync<T>(RpcQuestion<T>[] questions, CancellationToken cancellationToken)
    {
        var answers = new T[questions.Length];
        for (var at = 0; at < questions.Length; at++)
            answers[at] = await AskAsync(questions[at], cancellationToken);
        return answers;
    }

    /// <returns>null if the endpoint refuses the batch as a whole.</returns>
    async Task<T[]?> TryAskBatchAsync<T>(RpcQuestion<T>[] batch, CancellationToken cancellationToken)
    {
        var what = $"a batch of {batch.Length} calls";
        var firstId = Interlocked.Add(ref lastId, batch.Length) - batch.Length + 1;
        var body = batch.Select((question, at) => Body(firstId + at, question)).ToArray();
        var reply = await transport.PostAsync(what, body, cancellationToken);

        var answers = JsonRpcAnswer.TryParseBatch(reply.Body, out var problem);
        if (answers is null)
        {
            if (IsRefusal(what, reply))
                return null;
            ThrowUnlessOk(what, reply);
            throw Malformed(what, problem!);
        }

        ThrowUnlessOk(what, reply);
        return
        [
            .. InOrder(what, answers, firstId, batch.Length)
                .Select((answer, at) => ReadOrThrow(batch[at], answer, reply)),
        ];
    }

    /// <summary>One error in place of the answers, or a status by which servers say that they do not take such a request.</summary>
    /// <exception cref="EthereumException">The error is about our rate.</exception>
    bool IsRefusal(string what, HttpReply reply)
    {
        if (JsonRpcAnswer.TryParse(reply.Body, out _)?.Error is { } error)
        {
            var failure = ToException(what, error, reply.RetryAfter);
            return failure.Failure == EthereumFailure.RateLimited ? throw failure : true;
        }

        return reply.Status
            is HttpStatusCode.BadRequest
                or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.UnsupportedMediaType
                or HttpStatusCode.UnprocessableEntity
                or HttpStatusCode.NotImplemented;
    }

    JsonRpcAnswer[] InOrder(string what, IReadOnlyList<JsonRpcAnswer> answers, long firstId, int count)
    {
        var byId = new Dictionary<long, JsonRpcAnswer>();
        foreach (var answer in answers)
        {
            if (answer.Id is not { } id || id < firstId || id >= firstId + count)
                throw answer.Error is { } error
                    ? ToException(what, error, null)
                    : Malformed(what, "is for another request");
            if (!byId.TryAdd(id, answer))
                throw Malformed(what, "answers a call twice");
        }

        return byId.Count == count
            ? [.. byId.OrderBy(entry => entry.Key).Select(entry => entry.Value)]
            : throw Malformed(what, "leaves out a call");
    }

    T ReadOrThrow<T>(RpcQuestion<T> question, JsonRpcAnswer answer, HttpReply reply) =>
        answer.Error is { } error
            ? throw ToException(question.Method, error, reply.RetryAfter)
            : Read(question, answer);

    T Read<T>(RpcQuestion<T> question, JsonRpcAnswer answer) =>
        question.Read(answer.Result ?? throw Malformed(question.Method, "has no result and no error"));

    static object Body<T>(long id, RpcQuestion<T> question) =>
        new
        {
            jsonrpc = "2.0",
            id,
            method = question.Method,
            @params = question.Parameters,
        };

    void ThrowUnlessOk(string what, HttpReply reply)
    {
        if (reply.Status == HttpStatusCode.OK)
            return;

        var isTransient = (int)reply.Status >= 500 || reply.Status == HttpStatusCode.RequestTimeout;
        var problem = $"the endpoint answered HTTP {(int)reply.Status}";
        throw RpcFailure.Of(host, EthereumFailure.HttpError, what, problem, isTransient, retryAfter: reply.RetryAfter);
    }

    EthereumException ToException(string what, JsonRpcError error, TimeSpan? retryAfter)
    {
        var failure = RpcErrorClassifier.Classify(error.Code, error.Message);
        if (failure == EthereumFailure.Reverted)
        {
            var reason = error.Data is null ? new RevertReason(null, error.Message) : revertDecoder.Decode(error.Data);
            return EthereumException.Reverted($"{what} at {host}", reason, error.Code);
        }

        var message = $"{what} at {host} was refused: {error.Message} (code {error.Code}).";
        return new EthereumException(failure, message, RpcErrorClassifier.IsTransient(failure, error.Code))
        {
            RpcErrorCode = error.Code,
            RetryAfter = failure == EthereumFailure.RateLimited ? retryAfter : null,
        };
    }

    EthereumException Malformed(string what, string problem) =>
        RpcFailure.Of(host, EthereumFailure.MalformedAnswer, what, $"the answer {problem}", isTransient: true);
}
