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
        await SubmitAllAsync(broker, [submission]);
        return Guid.Parse((string)submission["proof_id"]!);
    }

    /// <inheritdoc cref="SubmitAsync"/>
    public static Task SubmitAllAsync(Uri broker, IEnumerable<JsonObject> submissions) =>
        SendAsync(broker, [.. submissions.Select(submission => submission.ToJsonString())]);

    /// <inheritdoc cref="SubmitAsync"/>
    public static async Task SendAsync(Uri broker, params IEnumerable<string> bodies)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        foreach (var body in bodies)
        {
            await channel.BasicPublishAsync(
                exchange: "",
                routingKey: "submit-proof",
                mandatory: true,
                new BasicProperties { ContentType = "application/json", Persistent = true },
                Encoding.UTF8.GetBytes(body)
            );
        }
    }
}
