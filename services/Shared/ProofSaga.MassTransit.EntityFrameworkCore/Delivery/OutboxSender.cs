using MassTransit.Configuration;
using MassTransit.Logging;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Sends the messages of an outbox in order, up to the first that fails. Holds no connection to the database.</summary>
sealed class OutboxSender<TDbContext>(
    EntityFrameworkOutboxOptions<TDbContext> options,
    DeliveryFailureJudge<TDbContext> judge,
    OutboxMetrics<TDbContext> metrics,
    IServiceProvider provider,
    ILogger<OutboxSender<TDbContext>> logger
)
    where TDbContext : DbContext
{
    readonly TimeProvider time = provider.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>Never throws: what went wrong is in the outcome. Begins no send in the second half of the lease, nor when cancelled.</summary>
    public async Task<DeliveryOutcome<TKey>> SendAsync<TKey>(
        WaitingOutbox<TKey> outbox,
        DeliveryLease lease,
        ISendEndpointProvider endpoints,
        CancellationToken cancellationToken
    )
    {
        var sent = new List<long>(outbox.Messages.Count);
        if (outbox.DeliveryAttempts > 0)
            metrics.Retried();
        foreach (var message in outbox.Messages)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (message.EnqueueTime > now)
                continue;
            if (now + options.MessageDeliveryTimeout > lease.Until || cancellationToken.IsCancellationRequested)
                break;

            var started = time.GetTimestamp();
            try
            {
                if (message.ExpirationTime <= now)
                    logger.MessageExpired(message.MessageId, message.ExpirationTime.Value);
                else
                    await SendAsync(message, now, endpoints, cancellationToken);
                sent.Add(message.SequenceNumber);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // a message that came after another one that went out was not refused before
                var attempts = sent.Count == 0 ? outbox.DeliveryAttempts : 0;
                return new DeliveryOutcome<TKey>(outbox, sent, judge.Judge(message, attempts, failure, started));
            }
        }

        return new DeliveryOutcome<TKey>(outbox, sent, null);
    }

    async Task SendAsync(
        OutboxMessage message,
        DateTime now,
        ISendEndpointProvider endpoints,
        CancellationToken cancellationToken
    )
    {
        StoredMessage.EnsureReadable(message);
        var destination = message.DestinationAddress!;
        using var timeout = new CancellationTokenSource(options.MessageDeliveryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var activity = LogContext.Current?.StartOutboxDeliverActivity(message);
        try
        {
            var endpoint = await endpoints.GetSendEndpoint(destination).WaitAsync(either.Token);
            // waited for from outside as well: a transport that ignores the token must not hold back the other outboxes
            await endpoint
                .Send(new SerializedMessageBody(), new RelayPipe(message, now), either.Token)
                .WaitAsync(either.Token);
            judge.Succeeded();
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{destination} did not take the message within {options.MessageDeliveryTimeout}",
                cancelled
            );
        }
        catch (Exception failure)
        {
            activity?.AddExceptionEvent(failure);
            throw;
        }
        finally
        {
            activity?.Stop();
        }
    }
}
