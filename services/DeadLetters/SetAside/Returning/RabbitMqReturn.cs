using ProofSaga.DeadLetters.SetAside.Keeping;
using ProofSaga.Hosting.Messaging;
using RabbitMQ.Client;

namespace ProofSaga.DeadLetters.SetAside.Returning;

/// <summary>
/// Returns messages to RabbitMQ byte by byte, with content types that MassTransit would not send. One connection serves all
/// returns; the first after it was lost makes another.
/// </summary>
sealed class RabbitMqReturn(RabbitMqOptions broker) : IMessageReturn, IAsyncDisposable
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim turn = new(1, 1);
    IConnection? connection;

    /// <remarks>One at a time: the bodies may be large, and returns are rare.</remarks>
    public async Task SendAsync(string queue, KeptMessage message, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var opened = await ConnectAsync(cancellationToken);
            await using var channel = await opened.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true
                ),
                cancellationToken
            );
            await channel.BasicPublishAsync(
                exchange: "",
                routingKey: queue,
                mandatory: true,
                PropertiesOf(message.Properties),
                message.Body,
                cancellationToken
            );
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        turn.Dispose();
    }

    static BasicProperties PropertiesOf(MessageProperties message)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            Headers = message.Headers.ToDictionary(
                header => header.Key,
                object? (header) => header.Value,
                StringComparer.Ordinal
            ),
        };
        // null is a value that AMQP cannot write
        if (message.MessageId is not null)
            properties.MessageId = message.MessageId;
        if (message.ContentType is not null)
            properties.ContentType = message.ContentType;
        if (message.ContentEncoding is not null)
            properties.ContentEncoding = message.ContentEncoding;
        if (message.CorrelationId is not null)
            properties.CorrelationId = message.CorrelationId;
        if (message.ReplyTo is not null)
            properties.ReplyTo = message.ReplyTo;
        if (message.Type is not null)
            properties.Type = message.Type;
        if (message.AppId is not null)
            properties.AppId = message.AppId;
        if (message.Priority > 0)
            properties.Priority = message.Priority;
        return properties;
    }

    async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (connection is { IsOpen: true })
            return connection;

        if (connection is not null)
            await connection.DisposeAsync();
        connection = null;
        return connection = await new ConnectionFactory
        {
            Uri = new Uri(broker.Url!),
            ClientProvidedName = "returned messages",
            RequestedConnectionTimeout = ConnectTimeout,
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync(cancellationToken);
    }
}
