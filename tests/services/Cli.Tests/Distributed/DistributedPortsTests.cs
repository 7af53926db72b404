using System.Net;
using System.Net.Sockets;
using ProofSaga.Cli.Distributed;

namespace ProofSaga.Cli.Tests.Distributed;

public class DistributedPortsTests
{
    [Test]
    public void A_port_that_is_taken_is_named_with_its_use_and_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = Assert.Catch<InvalidOperationException>(() =>
            (DistributedPorts.FindFree() with { Postgres = taken }).RequireFree()
        );

        Assert.That(
            error.Message,
            Does.Contain($"port {taken} (for Postgres)").And.Contain("--free-ports").And.Not.Contain("RabbitMQ")
        );
    }

    [Test]
    public void Free_ports_are_free_and_differ()
    {
        var ports = DistributedPorts.FindFree();

        Assert.That(
            (int[])[ports.Api, ports.RabbitMq, ports.RabbitMqManagement, ports.Postgres, ports.Chain],
            Is.Unique
        );
        Assert.That(ports.RequireFree, Throws.Nothing);
    }
}
