using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Persistence;
using ProofSaga.Publisher.Publishing;

namespace ProofSaga.Publisher.Chains;

/// <summary>
/// The process's connection to its chain. It is made in the background and tried again until it succeeds, so that a chain
/// that is away holds up nothing but publishing.
/// </summary>
sealed class ChainConnection(
    ChainConnector connector,
    IOptions<ChainOptions> options,
    TimeProvider time,
    ILogger<ChainConnection> logger
) : BackgroundService
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly Lock gate = new();
    TaskCompletionSource<PublishingChain> connected = NewPromise();
    TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    PublishingChain? current;
    string lastProblem = "it was not tried yet";

    /// <summary>Why nothing is published by this process; null when something is.</summary>
    public string? WhyDisabled => options.Value.WhyDisabled;

    /// <exception cref="PublicationException">The chain is not ready within the configured time: transient.</exception>
    public async Task<PublishingChain> GetAsync(CancellationToken cancellationToken)
    {
        Task<PublishingChain> promise;
        lock (gate)
            promise = connected.Task;
        try
        {
            return await promise.WaitAsync(options.Value.ConnectTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new PublicationException(
                FailureCodes.ChainUnavailable,
                $"chain '{options.Value.Name}' cannot be published on now: {lastProblem}"
            );
        }
    }

    /// <summary>Connects anew: the chain is no longer what it was when <paramref name="chain"/> was made.</summary>
    public void Drop(PublishingChain chain)
    {
        lock (gate)
        {
            if (current != chain)
                return;

            logger.ConnectionLost(chain.Name);
            current = null;
            connected = NewPromise();
            lost.TrySetResult();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (WhyDisabled is { } reason)
        {
            logger.Disabled(reason);
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var chain = await ConnectAsync(stoppingToken);
            Task drop;
            lock (gate)
            {
                lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                drop = lost.Task;
                current = chain;
                connected.SetResult(chain);
            }

            await drop.WaitAsync(stoppingToken);
        }
    }

    async Task<PublishingChain> ConnectAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                return await connector.ConnectAsync(cancellationToken);
            }
            catch (Exception problem) when (MayPass(problem))
            {
                lastProblem = problem.Message;
                logger.NotConnected(options.Value.Name, pause, problem.Message, problem);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>What an operator may set right while the process runs, and what passes by itself.</summary>
    static bool MayPass(Exception problem) =>
        problem is EthereumException or IOException or FormatException || problem.IsDatabaseFailure();

    static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    static TaskCompletionSource<PublishingChain> NewPromise() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
