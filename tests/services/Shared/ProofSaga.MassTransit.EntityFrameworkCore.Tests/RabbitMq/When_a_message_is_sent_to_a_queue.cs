using System.Globalization;
using System.Text;
using MassTransit;
using ProofSaga.Provider.Tests.Support;
using ProofSaga.Testing.Hosting;
using RabbitMQ.Client;

namespace ProofSaga.Provider.Tests.RabbitMq;

/// <summary>As any AMQP client sees it.</summary>
sealed class When_a_message_is_sent_to_a_queue(DatabaseKind kind) : RabbitMqScenario(kind)
{
    const string Queue = "nobody-listens-yet";

    [Test]
    public async Task It_waits_there_on_disk_with_all_that_was_set()
    {
        var correlationId = NewId.NextGuid();

        await SendAsync(
            $"queue:{Queue}",
            new OrderPlaced(correlationId),
            context =>
            {
                context.CorrelationId = correlationId;
                context.TimeToLive = TimeSpan.FromMinutes(1);
                context.SetPriority(7);
                context.SetRoutingKey("orders.placed");
                context.Headers.Set("plain", "text");
                context.Headers.Set("größe", "Überlänge ✓ 証明");
            }
        );

        var message = await TakeAsync();
        Assert.Multiple(() =>
        {
            Assert.That(message.BasicProperties.DeliveryMode, Is.EqualTo(DeliveryModes.Persistent));
            Assert.That(message.BasicProperties.CorrelationId, Is.EqualTo($"{correlationId}"));
            Assert.That(message.BasicProperties.Priority, Is.EqualTo(7));
            Assert.That(
                int.Parse(message.BasicProperties.Expiration!, CultureInfo.InvariantCulture),
                Is.InRange(1, (int)TimeSpan.FromMinutes(1).TotalMilliseconds)
            );
            Assert.That(message.RoutingKey, Is.EqualTo("orders.placed"));
            Assert.That(HeaderOf(message, "plain"), Is.EqualTo("text"));
            Assert.That(HeaderOf(message, "größe"), Is.EqualTo("Überlänge ✓ 証明"));
        });
    }

    /// <summary>The queue is made by the send; the message may come a moment later.</summary>
    async Task<BasicGetResult> TakeAsync()
    {
        await Eventually.HoldsAsync(async () => await Broker.CountMessagesAsync(Queue) == 1, "the message is there");
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.BasicGetAsync(Queue, autoAck: true))!;
    }

    static string? HeaderOf(BasicGetResult message, string name) =>
        message.BasicProperties.Headers![name] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
}
