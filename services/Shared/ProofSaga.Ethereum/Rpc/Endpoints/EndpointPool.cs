using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Rpc.Endpoints;

/// <summary>
/// Several JSON-RPC endpoints of one chain, in order of preference. Every question goes to the most preferred endpoint that
/// is well, so that answers come from one view of the chain and not now from one, now from another; what that endpoint
/// can't answer, because it is away, slow, faulty or limits our rate, goes to the next. What a node says about the question
/// itself (it reverts, the nonce is too low, the funds do not suffice) is the answer, and nobody else is asked.
/// </summary>
/// <remarks>
/// Only for what may be asked twice: reading, and <c>eth_sendRawTransaction</c>, which has the same effect at every node of
/// the chain however often it is sent. After a failure at one endpoint another one may know less of the chain than the first
/// did. Safe for use by several threads.
/// </remarks>
public sealed class EndpointPool : IRpcChannel
{
    /// <summary>How often a question is asked again when nothing but a rate limit is in its way.</summary>
    const int MaxRepetitions = 4;

    /// <summary>A longer wait is left to the caller.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    readonly RpcEndpoint[] endpoints;
    readonly ResiliencePipeline backOff;
    readonly ILogger logger;
    volatile RpcEndpoint? inUse;

    /// <param name="http">Its time-out should be above <see cref="EthereumClientOptions.RequestTimeout"/>. Not disposed here.</param>
    /// <param name="endpoints">At least one; the most preferred first.</param>
    /// <param name="chainId">EIP-155 id that every endpoint must report; null: that which the first to answer reports.</param>
    /// <param name="revertDecoder">Knows the custom errors of the contracts that are called.</param>
    /// <exception cref="ArgumentException">There is no endpoint.</exception>
    public EndpointPool(
        HttpClient http,
        IReadOnlyList<EthereumClientOptions> endpoints,
        ulong? chainId = null,
        RevertDecoder? revertDecoder = null,
        TimeProvider? timeProvider = null,
        ILogger<EndpointPool>? logger = null
    )
    {
        if (endpoints.Count == 0)
            throw new ArgumentException("A pool needs an endpoint.", nameof(endpoints));

        var time = timeProvider ?? TimeProvider.System;
        var chain = new ExpectedChain(chainId);
        var decoder = revertDecoder ?? new RevertDecoder();
        this.logger = logger ?? NullLogger<EndpointPool>.Instance;
        this.endpoints =
        [
            .. endpoints.Select(options => new RpcEndpoint(
                new JsonRpcConnection(http, options, decoder, time),
                new EndpointProbe(http, options, chain, time),
                time,
                this.logger
            )),
        ];
        backOff = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(BackOff())
            .Build();
    }

    Task<T> IRpcChannel.AskAsync<T>(RpcQuestion<T> question, CancellationToken cancellationToken) =>
        AskAsync((endpoint, token) => endpoint.AskAsync(question, token), cancellationToken);

    Task<IReadOnlyList<T>> IRpcChannel.AskAllAsync<T>(
        IReadOnlyList<RpcQuestion<T>> questions,
        CancellationToken cancellationToken
    ) => AskAsync((endpoint, token) => endpoint.AskAllAsync(questions, token), cancellationToken);

    static RetryStrategyOptions BackOff() =>
        new()
        {
            MaxRetryAttempts = MaxRepetitions,
            ShouldHandle = new PredicateBuilder().Handle<EthereumException>(failure =>
                failure.Failure == EthereumFailure.RateLimited && (failure.RetryAfter ?? default) <= LongestWait
            ),
            // what the endpoints ask for, and else longer and longer
            DelayGenerator = limit => ValueTask.FromResult((limit.Outcome.Exception as EthereumException)?.RetryAfter),
            Delay = RateLimit.DefaultWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = LongestWait,
        };

    async Task<T> AskAsync<T>(Func<IRpcChannel, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        await backOff.ExecuteAsync(async token => await AskAnyAsync(ask, token), cancellationToken);

    async Task<T> AskAnyAsync<T>(Func<IRpcChannel, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var failures = new List<EthereumException>();
        var turns = new Queue<(RpcEndpoint Endpoint, bool Insist)>(endpoints.Select(endpoint => (endpoint, false)));
        while (turns.TryDequeue(out var turn))
        {
            try
            {
                var answer = await turn.Endpoint.AskAsync(ask, turn.Insist, inUse, cancellationToken);
                NoteUse(turn.Endpoint);
                return answer;
            }
            catch (BrokenCircuitException)
            {
                // after the others: rather one that may still be away than nobody
                turns.Enqueue((turn.Endpoint, true));
            }
            catch (EthereumException failure) when (RpcEndpoint.IsFault(failure))
            {
                failures.Add(failure);
            }
        }

        throw Together(failures);
    }

    void NoteUse(RpcEndpoint endpoint)
    {
        if (inUse is { } before && before != endpoint)
            logger.Moved(before.Host, endpoint.Host);
        inUse = endpoint;
    }

    static EthereumException Together(List<EthereumException> failures)
    {
        var limited = failures.Where(failure => failure.Failure == EthereumFailure.RateLimited).ToArray();
        var main = limited.Concat(failures.Where(failure => failure.IsTransient)).FirstOrDefault(failures[0]);
        var message =
            failures.Count == 1
                ? main.Message
                : $"None of {failures.Count} endpoints answers: "
                    + string.Join(' ', failures.Select(failure => failure.Message));
        return new EthereumException(main.Failure, message, main.IsTransient, main)
        {
            RetryAfter = limited.Min(failure => failure.RetryAfter),
        };
    }
}
