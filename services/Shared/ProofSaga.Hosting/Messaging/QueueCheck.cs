using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// Declares the queues before the bus starts, so that queues which exist with other properties end the start with what to
/// do about it. The bus alone would try again for ever. A broker that is away is the bus's to wait for.
/// </summary>
sealed class QueueCheck(RabbitMqOptions options) : IHostedService
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(options.Url!),
            RequestedConnectionTimeout = ConnectTimeout,
            AutomaticRecoveryEnabled = false,
        };
        IReadOnlyList<string> mismatches;
        try
        {
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            mismatches = await FindMismatchesAsync(connection, cancellationToken);
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or AlreadyClosedException)
        {
            return;
        }

        if (mismatches.Count > 0)
            throw Explain(mismatches);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>What RabbitMQ says to each queue that exists with other properties.</returns>
    async Task<IReadOnlyList<string>> FindMismatchesAsync(IConnection connection, CancellationToken cancellationToken)
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

    StartupException Explain(IReadOnlyList<string> mismatches) =>
        new(
            $"{mismatches.Count} queues exist with other properties than configured, and RabbitMQ cannot change them. "
                + $"The first: {mismatches[0]}. {RabbitMqOptions.Section}:{nameof(options.QueueType)} is "
                + $"{options.QueueType}. Set it to the type that the queues have. Or, to change the type: let the queues run "
                + "empty, stop every service, delete each queue (rabbitmqctl delete_queue NAME) and start again, "
                + "which makes them anew. A queue with messages in it loses them when it is deleted."
        );
}
