using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace ProofSaga.Ethereum.Rpc.Endpoints;

/// <summary>
/// One endpoint of a pool and its health. It is probed before it is used, at first and whenever it was away; it rests when
/// it fails again and again, longer each time; and it is left alone while it limits our rate.
/// </summary>
sealed class RpcEndpoint
{
    const double FailureRatio = 0.5;
    const int FewestCalls = 2; // so that one failure, as by a connection that broke, changes nothing
    const int LongestDoubling = 5;

    internal static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    readonly IRpcChannel channel;
    readonly EndpointProbe probe;
    readonly RateLimit limit;
    readonly ResiliencePipeline breaker;
    readonly CircuitBreakerManualControl breakerControl = new();
    volatile bool isWell;

    public RpcEndpoint(IRpcChannel channel, EndpointProbe probe, TimeProvider time, ILogger logger)
    {
        this.channel = channel;
        this.probe = probe;
        limit = new RateLimit(time);
        breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(Breaker(logger))
            .Build();
    }

    public string Host => probe.Host;

    /// <summary>Is it about the endpoint, so that another one may do better, and not about what was asked?</summary>
    public static bool IsFault(EthereumException failure) =>
        failure.Failure == EthereumFailure.RateLimited || IsBreaking(failure);

    /// <param name="insist">Ask although it rests. A good answer ends its rest.</param>
    /// <param name="inUse">The endpoint that answered last.</param>
    /// <exception cref="BrokenCircuitException">It rests.</exception>
    /// <exception cref="EthereumException">There is no good answer.</exception>
    public async Task<T> AskAsync<T>(
        Func<IRpcChannel, CancellationToken, Task<T>> ask,
        bool insist,
        RpcEndpoint? inUse,
        CancellationToken cancellationToken
    )
    {
        if (limit.Remaining is var wait && wait > TimeSpan.Zero)
            throw Limited(wait);
        if (!insist)
        {
            return await breaker.ExecuteAsync(async token => await AskAsync(ask, inUse, token), cancellationToken);
        }

        var answer = await AskAsync(ask, inUse, cancellationToken);
        await breakerControl.CloseAsync(cancellationToken);
        return answer;
    }

    async Task<T> AskAsync<T>(
        Func<IRpcChannel, CancellationToken, Task<T>> ask,
        RpcEndpoint? inUse,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!isWell)
            {
                var other = inUse is { isWell: true } && inUse != this ? inUse.probe : null;
                await probe.CheckAsync(other, cancellationToken);
                isWell = true;
            }

            return await ask(channel, cancellationToken);
        }
        catch (EthereumException limited) when (limited.Failure == EthereumFailure.RateLimited)
        {
            limit.Begin(limited.RetryAfter);
            throw;
        }
        catch (EthereumException fault) when (IsBreaking(fault))
        {
            isWell = false;
            if (fault.RetryAfter is { } wait)
                limit.Begin(wait);
            throw;
        }
    }

    CircuitBreakerStrategyOptions Breaker(ILogger logger) =>
        new()
        {
            ShouldHandle = new PredicateBuilder().Handle<EthereumException>(IsBreaking),
            FailureRatio = FailureRatio,
            MinimumThroughput = FewestCalls,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDurationGenerator = opening => ValueTask.FromResult(Rest(opening.HalfOpenAttempts)),
            ManualControl = breakerControl,
            OnOpened = opened =>
            {
                logger.Resting(Host, opened.BreakDuration, opened.Outcome.Exception?.Message);
                return default;
            },
            OnClosed = _ =>
            {
                logger.Recovered(Host);
                return default;
            },
        };

    static TimeSpan Rest(int failedProbes)
    {
        var rest = FirstRest * (1 << Math.Min(failedProbes, LongestDoubling));
        return rest < LongestRest ? rest : LongestRest;
    }

    static bool IsBreaking(EthereumException failure) =>
        failure.Failure
            is EthereumFailure.Unreachable
                or EthereumFailure.TimedOut
                or EthereumFailure.HttpError
                or EthereumFailure.MalformedAnswer
                or EthereumFailure.Misconfigured
                or EthereumFailure.BehindOthers;

    EthereumException Limited(TimeSpan wait) =>
        new(
            EthereumFailure.RateLimited,
            $"{Host} asks to be left alone for another {wait.TotalSeconds:0.#} s.",
            isTransient: true
        )
        {
            RetryAfter = wait,
        };
}
