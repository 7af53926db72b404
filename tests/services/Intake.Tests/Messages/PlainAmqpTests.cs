using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Intake.Tests.Support;
using ProofSaga.Testing.RabbitMq;
using RabbitMQ.Client;

namespace ProofSaga.Intake.Tests.Messages;

/// <summary>A producer that knows nothing of MassTransit, on a real broker.</summary>
public class PlainAmqpTests
{
    const string Queue = "submit-proof";

    TestVirtualHost broker = null!;
    IntakeHost host = null!;
    IConnection connection = null!;
    IChannel channel = null!;

    [SetUp]
    public async Task Start()
    {
        broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        host = await IntakeHost.StartAsync($"--RabbitMq:Url={broker.Uri}");
        await host
            .Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync();
        channel = await connection.CreateChannelAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        await host.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Test]
    public async Task Plain_JSON_without_a_message_id_is_accepted()
    {
        var proofId = Guid.NewGuid();

        await PublishAsync(Submissions.Valid(proofId).ToJsonString());

        Assert.That((await host.Answers.NextAcceptedAsync()).ProofId, Is.EqualTo(proofId));
    }

    [Test]
    public async Task What_is_no_JSON_does_not_block_what_is_behind_it()
    {
        var proofId = Guid.NewGuid();

        await PublishAsync("{\"proof_id\":");
        await PublishAsync("[1]");
        await PublishAsync(Submissions.Valid(proofId).ToJsonString());

        Assert.That((await host.Answers.NextAcceptedAsync()).ProofId, Is.EqualTo(proofId));
    }

    async Task PublishAsync(string body) =>
        await channel.BasicPublishAsync(
            exchange: "",
            routingKey: Queue,
            mandatory: true,
            new BasicProperties { ContentType = "application/json" },
            Encoding.UTF8.GetBytes(body)
        );
}
