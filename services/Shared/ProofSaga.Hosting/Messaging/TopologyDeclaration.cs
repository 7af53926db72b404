using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// Declares the whole <see cref="QueueTopology"/> before a process sends or receives anything: when it starts, and before
/// each connection of its bus, to a broker that was away or to an empty one in the place of another. The bus itself
/// declares its part of it while it receives already, and RabbitMQ drops what is published to an exchange without a binding.
/// </summary>
sealed class TopologyDeclaration(RabbitMqOptions options, ILogger<TopologyDeclaration> logger) : IHostedService
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Of all declarations together; they take milliseconds.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Declares it, unless the broker is away, which is the bus's to wait for. Queues that exist with other properties end
    /// the start with what to do about it: the bus would try again for ever.
    /// </summary>
    /// <exception cref="StartupException">There are such queues.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeclareAsync(cancellationToken);
        }
        catch (Exception failure) when (IsOfBroker(failure) && !cancellationToken.IsCancellationRequested)
        {
            logger.TopologyNotDeclared(failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Declares it for a bus that is about to connect.</summary>
    /// <exception cref="RabbitMqConnectionException">It could not; the bus tries again later.</exception>
    public async Task DeclareBeforeConnectionAsync()
    {
        try
        {
            await DeclareAsync(CancellationToken.None);
        }
        catch (Exception failure) when (IsOfBroker(failure) || failure is StartupException)
        {
            logger.TopologyNotDeclared(failure.Message);
            throw new RabbitMqConnectionException("The queues could not be declared.", failure);
        }
    }

    static bool IsOfBroker(Exception failure) =>
        failure is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException;

    async Task DeclareAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        var factory = new ConnectionFactory
        {
            Uri = new Uri(options.Url!),
            RequestedConnectionTimeout = ConnectTimeout,
            AutomaticRecoveryEnabled = false,
        };
        await using var connection = await factory.CreateConnectionAsync(limit.Token);
        var mismatches = await DeclareQueuesAsync(connection, limit.Token);
        if (mismatches.Count > 0)
            throw Explain(mismatches);

        await using var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token);
        foreach (var queue in QueueTopology.Queues)
        {
            await DeclareExchangeAsync(channel, queue, limit.Token);
            await channel.QueueBindAsync(queue, exchange: queue, routingKey: "", cancellationToken: limit.Token);
        }

        foreach (var (message, queue) in QueueTopology.Bindings)
        {
            await DeclareExchangeAsync(channel, message, limit.Token);
            await channel.ExchangeBindAsync(
                destination: queue,
                source: message,
                routingKey: "",
                cancellationToken: limit.Token
            );
        }
    }

    /// <returns>What RabbitMQ says to each queue that exists with other properties.</returns>
    async Task<IReadOnlyList<string>> DeclareQueuesAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var mismatches = new List<string>();
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in QueueTopology.Queues)
        {
            try
            {
                await channel.QueueDeclareAsync(
                    queue,
                    durable: true,
                    exclusive: false,
                    autoDelete: false,
                    QueueTopology.ArgumentsOf(options.QueueType),
                    cancellationToken: cancellationToken
                );
            }
            catch (OperationInterruptedException refusal)
                when (refusal.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
            {
                mismatches.Add(refusal.ShutdownReason.ReplyText);
                // which the broker has closed
                await channel.DisposeAsync();
                channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            }
        }

        await channel.DisposeAsync();
        return mismatches;
    }

    /// <summary>As MassTransit declares its exchanges.</summary>
    static Task DeclareExchangeAsync(IChannel channel, string name, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(
            name,
            ExchangeType.Fanout,
            durable: true,
            autoDelete: false,
            cancellationToken: cancellationToken
        );

    StartupException Explain(IReadOnlyList<string> mismatches) =>
        new(
            $"{mismatches.Count} queues exist with other properties than configured, and RabbitMQ cannot change them. "
                + $"The first: {mismatches[0]}. {RabbitMqOptions.Section}:{nameof(options.QueueType)} is "
                + $"{options.QueueType}. Set it to the type that the queues have. Or, to change the type: let the queues run "
                + "empty, stop every service, delete each queue (rabbitmqctl delete_queue NAME) and start again, "
                + "which makes them anew. A queue with messages in it loses them when it is deleted."
        );
}
