using System.Text.Json.Serialization;

namespace ProofSaga.SystemTests.Support;

/// <summary>A queue as RabbitMQ's management API tells of it.</summary>
/// <param name="Type"><c>classic</c> or <c>quorum</c>.</param>
/// <param name="Messages">Those in a consumer's hand included; null until the broker has counted, every few seconds.</param>
sealed record BrokerQueue(
    string Name,
    string Type,
    bool Durable,
    [property: JsonPropertyName("auto_delete")] bool AutoDelete,
    bool Exclusive,
    long? Messages
);
