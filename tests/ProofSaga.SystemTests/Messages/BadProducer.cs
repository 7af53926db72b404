using RabbitMQ.Client;

namespace ProofSaga.SystemTests.Messages;

/// <summary>Sends bad messages, each marked with its kind.</summary>
sealed class BadProducer : IAsyncDisposable
{
    public const string KindHeader = "bad-message-kind";

    readonly IConnection connection;
    readonly IChannel channel;

    BadProducer(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        this.channel = channel;
    }

    public static async Task<BadProducer> ConnectAsync(Uri broker)
    {
        var opened = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var confirming = await opened.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        return new BadProducer(opened, confirming);
    }

    /// <returns>Once the broker has confirmed that the message is in the queue.</returns>
    public async Task SendAsync(string queue, BadMessage message)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            Headers = new Dictionary<string, object?> { [KindHeader] = message.Kind },
        };
        if (message.ContentType is not null)
            properties.ContentType = message.ContentType;
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, message.Body);
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
