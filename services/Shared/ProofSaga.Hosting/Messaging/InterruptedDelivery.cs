using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.Hosting.Messaging;

/// <summary>Keeps a bus able to reconnect when it loses the broker while messages are being consumed.</summary>
/// <remarks>
/// MassTransit 8.4 answers an AMQP exception by closing the channel, from within the channel's own consumer, and
/// RabbitMQ.Client 7.1 then waits for its consumers to end. That one never ends: the lost connection is never given up, what
/// waits for a confirmation on it waits for ever, and so does whoever stops the bus. Any other exception just ends the
/// delivery, so this observer throws one in its place.
/// </remarks>
public sealed class InterruptedDelivery : IReceiveObserver
{
    /// <exception cref="TransportUnavailableException">In the place of an AMQP exception: RabbitMQ delivers the message again.</exception>
    public async Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        if (exception is not (OperationInterruptedException or EndOfStreamException))
            return;

        // it was another channel that failed; this one would keep the message as long as it is open
        if (
            context is RabbitMqBasicConsumeContext delivery
            && context.TryGetPayload(out ChannelContext? channel)
            && channel.Channel.IsOpen
        )
            await channel.BasicNack(delivery.DeliveryTag, multiple: false, requeue: true);

        throw new TransportUnavailableException("The broker was lost; it delivers the message again.", exception);
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}
