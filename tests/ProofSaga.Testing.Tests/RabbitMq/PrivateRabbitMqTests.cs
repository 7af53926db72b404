using System.Text;
using ProofSaga.Testing.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.Testing.Tests.RabbitMq;

/// <summary>A node of a test's own can go away and come back as the same one.</summary>
public class PrivateRabbitMqTests
{
    const string Queue = "proofs";

    [Test]
    public async Task A_stopped_node_takes_no_connection_and_knows_its_messages_when_it_is_back()
    {
        await using var rabbitMq = await PrivateRabbitMq.StartAsync();
        await using var host = await rabbitMq.Server.CreateVirtualHostAsync();
        await PublishAsync(host, "first");

        await rabbitMq.StopAsync();
        Assert.That(() => host.ConnectAsync(), Throws.InstanceOf<BrokerUnreachableException>());
        await rabbitMq.StartAgainAsync();
        await PublishAsync(host, "second");
        await rabbitMq.KillAsync();
        await rabbitMq.StartAgainAsync();

        await using var connection = await host.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        Assert.That(await TakeAsync(channel), Is.EqualTo("first"));
        Assert.That(await TakeAsync(channel), Is.EqualTo("second"));
    }

    static async Task PublishAsync(TestVirtualHost host, string text)
    {
        await using var connection = await host.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync(
            exchange: "",
            Queue,
            mandatory: true,
            new BasicProperties { Persistent = true },
            Encoding.UTF8.GetBytes(text)
        );
    }

    static async Task<string> TakeAsync(IChannel channel)
    {
        var message = await channel.BasicGetAsync(Queue, autoAck: true);
        return Encoding.UTF8.GetString(message!.Body.Span);
    }
}
