using ProofSaga.Testing.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProofSaga.Testing.Tests.RabbitMq;

public class RabbitMqServerTests
{
    [Test]
    public async Task Two_virtual_hosts_do_not_see_each_others_queues()
    {
        var server = await RabbitMqServer.SharedAsync();
        await using var first = await server.CreateVirtualHostAsync();
        await using var second = await server.CreateVirtualHostAsync();
        await using var firstConnection = await ConnectAsync(first);
        await using var secondConnection = await ConnectAsync(second);
        await using var firstChannel = await firstConnection.CreateChannelAsync();
        await using var secondChannel = await secondConnection.CreateChannelAsync();

        await firstChannel.QueueDeclareAsync("proofs", exclusive: false);

        Assert.That((await firstChannel.QueueDeclarePassiveAsync("proofs")).QueueName, Is.EqualTo("proofs"));
        Assert.That(
            () => secondChannel.QueueDeclarePassiveAsync("proofs"),
            Throws.InstanceOf<OperationInterruptedException>().With.Message.Contains("NOT_FOUND")
        );
    }

    [Test]
    public async Task A_virtual_host_is_deleted_although_somebody_is_connected_to_it()
    {
        var server = await RabbitMqServer.SharedAsync();
        var host = await server.CreateVirtualHostAsync();
        await using var connection = await ConnectAsync(host);
        var closed = new TaskCompletionSource<string>();
        connection.ConnectionShutdownAsync += (_, reason) =>
        {
            closed.TrySetResult(reason.ReplyText);
            return Task.CompletedTask;
        };

        await host.DisposeAsync();

        var reason = await closed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(reason, Does.Contain($"vhost '{host.Name}'"));
    }

    static Task<IConnection> ConnectAsync(TestVirtualHost host) =>
        new ConnectionFactory { Uri = host.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
}
