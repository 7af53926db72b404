using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>A producer that knows no MassTransit: one JSON object into the queue <c>submit-proof</c>.</summary>
static class PlainAmqp
{
    /// <returns>Once the broker has confirmed that the message is in the queue.</returns>
    public static async Task<Guid> SubmitAsync(Uri broker, JsonObject submission)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        await channel.BasicPublishAsync(
            exchange: "",
            routingKey: "submit-proof",
            mandatory: true,
            new BasicProperties { ContentType = "application/json", Persistent = true },
            Encoding.UTF8.GetBytes(submission.ToJsonString())
        );
        return Guid.Parse((string)submission["proof_id"]!);
    }
}
