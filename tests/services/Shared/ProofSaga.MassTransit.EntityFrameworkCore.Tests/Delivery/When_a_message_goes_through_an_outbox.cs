using MassTransit;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Delivery;

sealed class When_a_message_goes_through_an_outbox(DatabaseKind kind) : ProviderScenario(kind)
{
    static readonly Uri FaultAddress = new("loopback://localhost/complaints");
    static readonly Uri ResponseAddress = new("loopback://localhost/answers");

    [Test]
    public async Task Its_ids_addresses_and_headers_arrive_as_they_were_set()
    {
        await using var node = await Node.StartAsync(Store);
        var (messageId, correlationId, conversationId, initiatorId, requestId) = (
            NewId.NextGuid(),
            NewId.NextGuid(),
            NewId.NextGuid(),
            NewId.NextGuid(),
            NewId.NextGuid()
        );
        SendContext? original = null;

        await node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(
                    new OrderPlaced(correlationId),
                    context =>
                    {
                        context.MessageId = messageId;
                        context.CorrelationId = correlationId;
                        context.ConversationId = conversationId;
                        context.InitiatorId = initiatorId;
                        context.RequestId = requestId;
                        context.ResponseAddress = ResponseAddress;
                        context.FaultAddress = FaultAddress;
                        context.TimeToLive = TimeSpan.FromHours(1);
                        context.Headers.Set("text", "a text");
                        context.Headers.Set("whole", 42);
                        context.Headers.Set("yes", true);
                        original = context;
                    }
                );
                await shop.SaveChangesAsync();
            }
        );

        var arrived = await node.Placed.NextAsync();
        Assert.Multiple(() =>
        {
            Assert.That(arrived.MessageId, Is.EqualTo(messageId));
            Assert.That(arrived.CorrelationId, Is.EqualTo(correlationId));
            Assert.That(arrived.ConversationId, Is.EqualTo(conversationId));
            Assert.That(arrived.InitiatorId, Is.EqualTo(initiatorId));
            Assert.That(arrived.RequestId, Is.EqualTo(requestId));
            Assert.That(arrived.ResponseAddress, Is.EqualTo(ResponseAddress));
            Assert.That(arrived.FaultAddress, Is.EqualTo(FaultAddress));
            Assert.That(arrived.SourceAddress, Is.EqualTo(original!.SourceAddress));
            Assert.That(arrived.DestinationAddress, Is.EqualTo(original.DestinationAddress));
            Assert.That(arrived.SupportedMessageTypes, Is.EqualTo(original.SupportedMessageTypes));
            Assert.That(arrived.ExpirationTime, Is.GreaterThan(arrived.SentTime!.Value));
            Assert.That(arrived.Headers.Get<string>("text"), Is.EqualTo("a text"));
            Assert.That(arrived.Headers.Get<int>("whole"), Is.EqualTo(42));
            Assert.That(arrived.Headers.Get<bool>("yes"), Is.True);
            Assert.That(arrived.ReceiveContext.TransportHeaders.Get<string>("text"), Is.EqualTo("a text"));
            Assert.That(arrived.ReceiveContext.ContentType.MediaType, Is.EqualTo("application/vnd.masstransit+json"));
        });
    }

    [Test]
    public async Task A_consumers_message_belongs_to_the_conversation()
    {
        await using var node = await Node.StartAsync(
            Store,
            new NodeSettings { Register = bus => bus.AddConsumer<PlaceOrderConsumer>() }
        );
        var (conversationId, correlationId) = (NewId.NextGuid(), NewId.NextGuid());

        await node.Bus.Publish(
            new PlaceOrder(NewId.NextGuid()),
            context =>
            {
                context.ConversationId = conversationId;
                context.CorrelationId = correlationId;
            }
        );

        var arrived = await node.Placed.NextAsync();
        Assert.Multiple(() =>
        {
            Assert.That(arrived.ConversationId, Is.EqualTo(conversationId));
            Assert.That(arrived.InitiatorId, Is.EqualTo(correlationId));
            Assert.That(arrived.SourceAddress!.AbsolutePath, Is.EqualTo("/PlaceOrder"));
        });
    }
}
