using Microsoft.Extensions.Options;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.Hosting.Messaging;
using RabbitMQ.Client;

namespace ProofSaga.DeadLetters.SetAside.Collecting;

/// <summary>Empties RabbitMQ's error and skipped queues on a connection of its own, which it makes again when it is lost.</summary>
/// <remarks>
/// Messages are fetched one at a time, from each queue in turn: a body may have many megabytes, and RabbitMQ bounds what it
/// pushes to a consumer by its number only, for each queue. Full queues hold up no other. Several processes share the work.
/// </remarks>
sealed class RabbitMqCollection(
    RabbitMqOptions broker,
    IOptions<SetAsideOptions> options,
    SetAsideCollector collector,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<RabbitMqCollection> logger
) : BackgroundService
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // by then the queues are declared, unless the broker is away
        await StartedAsync(stoppingToken);
        var pause = options.Value.PollInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await ConnectAsync(stoppingToken);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
                pause = options.Value.PollInterval;
                await CollectAsync(channel, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // what was fetched and not acknowledged is back in its queue
                logger.CollectionInterrupted(failure.GetType().Name, failure.Message);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    Task<IConnection> ConnectAsync(CancellationToken cancellationToken) =>
        new ConnectionFactory
        {
            Uri = new Uri(broker.Url!),
            ClientProvidedName = "set-aside messages",
            RequestedConnectionTimeout = ConnectTimeout,
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync(cancellationToken);

    /// <summary>
    /// Collects until something was left over for as long as it is to be left alone: the channel's end gives it back to its queue.
    /// </summary>
    async Task CollectAsync(IChannel channel, CancellationToken cancellationToken)
    {
        long? leftOverSince = null;
        while (leftOverSince is not { } since || time.GetElapsedTime(since) < options.Value.RetryInterval)
        {
            var found = false;
            foreach (var source in SetAsideSource.All)
            {
                if (await channel.BasicGetAsync(source.Queue, autoAck: false, cancellationToken) is not { } message)
                    continue;

                found = true;
                if (await collector.CollectAsync(DeliveryOf(source, message), cancellationToken))
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
                else
                    leftOverSince ??= time.GetTimestamp();
            }

            if (!found)
                await Task.Delay(options.Value.PollInterval, time, cancellationToken);
        }
    }

    internal static SetAsideDelivery DeliveryOf(SetAsideSource source, BasicGetResult message)
    {
        var properties = message.BasicProperties;
        return new SetAsideDelivery(
            source,
            new MessageProperties(KeptHeader.KeptOf(properties.Headers ?? new Dictionary<string, object?>()))
            {
                MessageId = properties.MessageId,
                ContentType = properties.ContentType,
                ContentEncoding = properties.ContentEncoding,
                CorrelationId = properties.CorrelationId,
                ReplyTo = properties.ReplyTo,
                Type = properties.Type,
                AppId = properties.AppId,
                Priority = properties.Priority,
            },
            message.Body,
            message.Redelivered
        );
    }
}
