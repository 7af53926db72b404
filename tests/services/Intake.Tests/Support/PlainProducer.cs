using System.Text;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.RabbitMq;
using RabbitMQ.Client;

namespace ProofSaga.Intake.Tests.Support;

/// <summary>An AMQP client without MassTransit, and an intake on the broker that it sends to.</summary>
sealed class PlainProducer : IAsyncDisposable
{
    const string Queue = "submit-proof";

    readonly TestVirtualHost broker;
    readonly IConnection connection;
    readonly IChannel channel;

    PlainProducer(TestVirtualHost broker, IntakeHost host, IConnection connection, IChannel channel)
    {
        this.broker = broker;
        this.connection = connection;
        this.channel = channel;
        Host = host;
    }

    public IntakeHost Host { get; }

    public static async Task<PlainProducer> StartAsync()
    {
        var virtualHost = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        var host = await IntakeHost.StartAsync($"--RabbitMq:Url={virtualHost.Uri}");
        await host
            .Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        var opened = await new ConnectionFactory { Uri = virtualHost.Uri }.CreateConnectionAsync();
        return new PlainProducer(virtualHost, host, opened, await opened.CreateChannelAsync());
    }

    public Task SendAsync(string body, BasicProperties? properties = null) =>
        SendAsync(Encoding.UTF8.GetBytes(body), properties);

    /// <param name="properties">None: of the content type <c>application/json</c>, and nothing else.</param>
    public async Task SendAsync(byte[] body, BasicProperties? properties = null) =>
        await channel.BasicPublishAsync(
            exchange: "",
            routingKey: Queue,
            mandatory: true,
            properties ?? new BasicProperties { ContentType = "application/json" },
            body
        );

    /// <summary>Waits until all of the proofs are accepted.</summary>
    public Task AcceptsAsync(IReadOnlyCollection<Guid> proofIds) =>
        Eventually.GetAsync(
            () => Host.InDatabaseAsync(db => db.Proofs.CountAsync(proof => proofIds.Contains(proof.Id))),
            count => count == proofIds.Count,
            $"{proofIds.Count} proofs are accepted"
        );

    /// <summary>Takes what lies in the error and skipped queues.</summary>
    public async Task<IReadOnlyList<byte[]>> SetAsideAsync()
    {
        var bodies = new List<byte[]>();
        foreach (var queue in (string[])[$"{Queue}_error", $"{Queue}_skipped"])
        {
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
                bodies.Add(message.Body.ToArray());
        }

        return bodies;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        await Host.DisposeAsync();
        await broker.DisposeAsync();
    }
}
