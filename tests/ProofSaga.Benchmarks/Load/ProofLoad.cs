using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ProofSaga.Benchmarks.Load;

/// <summary>
/// A producer that speaks plain AMQP: it submits commitment proofs of the shipped circuit without publication, and learns of their
/// end from <c>ProofCompleted</c> in a queue of its own.
/// </summary>
sealed class ProofLoad : IAsyncDisposable
{
    const string SubmitQueue = "submit-proof";
    const string Completed = "ProofSaga.Contracts.Outcome:ProofCompleted";

    /// <summary>Any of these ends the run: a figure over proofs that failed is none.</summary>
    static readonly string[] Refusals =
    [
        "ProofSaga.Contracts.Outcome:ProofFailed",
        "ProofSaga.Contracts.Submission:ProofRejected",
    ];

    readonly IConnection connection;
    readonly IChannel channel;
    readonly JsonNode inputs;
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> underWay = [];

    ProofLoad(IConnection connection, IChannel channel, JsonNode inputs)
    {
        this.connection = connection;
        this.channel = channel;
        this.inputs = inputs;
    }

    public static async Task<ProofLoad> StartAsync(Uri broker, CancellationToken cancellationToken)
    {
        var opened = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        var submitting = await opened.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
            cancellationToken
        );
        var load = new ProofLoad(opened, submitting, await ReadInputsAsync(cancellationToken));
        await load.ListenAsync(cancellationToken);
        return load;
    }

    /// <summary>Submits proofs, a bounded number under way at a time, and waits until all are complete.</summary>
    /// <returns>What each took, from its submission to the news of its end.</returns>
    public async Task<IReadOnlyCollection<TimeSpan>> RunAsync(
        int proofs,
        int inFlight,
        CancellationToken cancellationToken
    )
    {
        var times = new ConcurrentBag<TimeSpan>();
        await Parallel.ForAsync(
            0,
            proofs,
            new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken },
            async (_, token) => times.Add(await ProveAsync(token))
        );
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    async Task<TimeSpan> ProveAsync(CancellationToken cancellationToken)
    {
        var proofId = Guid.CreateVersion7();
        var end = underWay[proofId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var startedAt = TimeProvider.System.GetTimestamp();
        await channel.BasicPublishAsync(
            exchange: "",
            routingKey: SubmitQueue,
            mandatory: true,
            new BasicProperties
            {
                ContentType = "application/json",
                DeliveryMode = DeliveryModes.Persistent,
                MessageId = Guid.NewGuid().ToString(),
            },
            Submission(proofId),
            cancellationToken
        );
        await end.Task.WaitAsync(Patience, cancellationToken);
        return TimeProvider.System.GetElapsedTime(startedAt);
    }

    /// <summary>A proof that takes longer under any load is lost.</summary>
    static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    byte[] Submission(Guid proofId) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["proof_id"] = proofId,
                ["circuit"] = "preimage",
                ["proof_system"] = "commitment",
                ["inputs"] = inputs.DeepClone(),
                ["publish"] = false,
                ["client"] = "benchmark",
            }.ToJsonString()
        );

    async Task ListenAsync(CancellationToken cancellationToken)
    {
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancellationToken);
        foreach (var exchange in (string[])[Completed, .. Refusals])
        {
            await channel.ExchangeDeclareAsync(
                exchange,
                ExchangeType.Fanout,
                durable: true,
                cancellationToken: cancellationToken
            );
            await channel.QueueBindAsync(queue.QueueName, exchange, "", cancellationToken: cancellationToken);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            Note(delivery);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellationToken);
    }

    void Note(BasicDeliverEventArgs delivery)
    {
        using var envelope = JsonDocument.Parse(delivery.Body);
        var message = envelope.RootElement.GetProperty("message");
        if (!underWay.TryRemove(message.GetProperty("proofId").GetGuid(), out var end))
            return;

        if (delivery.Exchange == Completed)
            end.SetResult();
        else
            end.SetException(new InvalidOperationException($"{delivery.Exchange}: {message}"));
    }

    static async Task<JsonNode> ReadInputsAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(RepositoryRoot.Infra, "circuits", "preimage", "examples.json");
        return JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken))![0]!;
    }
}
