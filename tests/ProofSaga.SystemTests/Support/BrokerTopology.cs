using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace ProofSaga.SystemTests.Support;

/// <summary>What is declared on a broker, by RabbitMQ's management API.</summary>
sealed class BrokerTopology(Uri management, Uri broker)
{
    /// <summary>Every queue that an operator should know, each with where its failures go.</summary>
    public static IReadOnlyList<string> ExpectedQueues { get; } =
    [
        .. from queue in (string[])
            [
                "submit-proof",
                "proof-job",
                "worker-fault",
                "generate-proof",
                "generate-instant-proof",
                "verify-proof",
                "verify-instant-proof",
                "publish-proof",
                "dead-letter",
            ]
        from suffix in (string[])["", "_error", "_skipped"]
        select queue + suffix,
    ];

    public Task<IReadOnlyList<BrokerQueue>> QueuesAsync() => ReadAsync<BrokerQueue>("queues");

    public Task<IReadOnlyList<BrokerBinding>> BindingsAsync() => ReadAsync<BrokerBinding>("bindings");

    /// <summary>How many messages wait in the error and skipped queues, as the broker itself counts them.</summary>
    public async Task<IReadOnlyDictionary<string, uint>> SetAsideAsync()
    {
        var counts = new Dictionary<string, uint>();
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in ExpectedQueues.Where(name => name.Contains('_', StringComparison.Ordinal)))
            counts[queue] = await channel.MessageCountAsync(queue);

        return counts;
    }

    async Task<IReadOnlyList<T>> ReadAsync<T>(string what)
    {
        var virtualHost = Uri.EscapeDataString(broker.AbsolutePath is "/" or "" ? "/" : broker.AbsolutePath[1..]);
        using var http = new HttpClient { BaseAddress = management };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(broker.UserInfo)))
        );
        var json = await http.GetStringAsync(new Uri($"api/{what}/{virtualHost}", UriKind.Relative));
        return JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web)!;
    }
}
