using System.Collections.ObjectModel;
using System.Text;
using ProofSaga.SystemTests.Support;
using RabbitMQ.Client;

namespace ProofSaga.SystemTests.Messages;

/// <summary>Sends bad messages, each marked with its kind, and finds them again where they were set aside.</summary>
sealed class BadProducer : IAsyncDisposable
{
    const string KindHeader = "bad-message-kind";

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

    /// <summary>Takes everything out of the error and skipped queues.</summary>
    public async Task<IReadOnlyList<SetAsideMessage>> TakeSetAsideAsync()
    {
        var messages = new List<SetAsideMessage>();
        foreach (var queue in BrokerTopology.ExpectedQueues.Where(name => name.Contains('_', StringComparison.Ordinal)))
        {
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } found)
            {
                var headers = found.BasicProperties.Headers ?? ReadOnlyDictionary<string, object?>.Empty;
                messages.Add(
                    new SetAsideMessage(
                        queue,
                        TextOf(headers, KindHeader),
                        TextOf(headers, "MT-Reason"),
                        TextOf(headers, "MT-Fault-Message"),
                        headers.ContainsKey("MT-Fault-RetryCount")
                    )
                );
            }
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    static string? TextOf(IDictionary<string, object?> headers, string name) =>
        headers.TryGetValue(name, out var value) && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
}
