using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.RabbitMq;

sealed class When_there_is_much_to_send(DatabaseKind kind) : RabbitMqScenario(kind)
{
    const int Messages = 1000;

    /// <summary>More than RabbitMQ's frame of 128 kB.</summary>
    const int LargeText = 1_000_000;

    [Test]
    public async Task A_thousand_messages_of_one_transaction_arrive_in_their_order()
    {
        await Node.Bus.Publish(new PlaceOrder(NewId.NextGuid(), Messages));

        var placed = await Placed.NextAsync(Messages);
        Assert.That(placed.Select(message => message.Message.Number), Is.EqualTo(Enumerable.Range(0, Messages)));
    }

    [Test]
    public async Task A_message_of_many_frames_arrives_whole()
    {
        var text = new string('∞', LargeText);
        var received = new TaskCompletionSource<string>();
        var handle = Node.Bus.ConnectReceiveEndpoint(
            "large",
            endpoint =>
                endpoint.Handler<LargeMessage>(context =>
                {
                    received.TrySetResult(context.Message.Text);
                    return Task.CompletedTask;
                })
        );
        await handle.Ready;

        await SendAsync("queue:large", new LargeMessage(text));

        Assert.That(await received.Task.WaitAsync(TimeSpan.FromSeconds(60)), Is.EqualTo(text));
    }
}
