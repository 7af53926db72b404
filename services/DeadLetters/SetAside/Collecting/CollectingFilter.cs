using MassTransit;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters.SetAside.Collecting;

/// <summary>Takes every message of a queue as it is, before anything tries to read it.</summary>
sealed class CollectingFilter(SetAsideSource source, SetAsideCollector collector, CancellationToken stopping)
    : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        collector.CollectAsync(DeliveryOf(context), stopping);

    public void Probe(ProbeContext context) => context.CreateFilterScope("setAside");

    SetAsideDelivery DeliveryOf(ReceiveContext context) =>
        new(
            source,
            new MessageProperties(
                KeptHeader.KeptOf(
                    context
                        .TransportHeaders.GetAll()
                        .Select(header => KeyValuePair.Create(header.Key, (object?)header.Value))
                )
            )
            {
                MessageId = context.TransportHeaders.Get<string>(MessageHeaders.MessageId),
                ContentType = context.ContentType?.ToString(),
            },
            context.Body.GetBytes(),
            // the queue forgets what was delivered
            IsRepeat: false
        );
}
