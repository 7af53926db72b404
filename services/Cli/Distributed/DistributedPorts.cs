using ProofSaga.LocalServers.Processes;

namespace ProofSaga.Cli.Distributed;

/// <summary>Ports of 127.0.0.1, the same as in <c>docker-compose.yml</c>. Every other process takes a free one.</summary>
sealed record DistributedPorts(int Api, int RabbitMq, int RabbitMqManagement, int Postgres, int Chain)
{
    public static DistributedPorts Default { get; } = new(8080, 5672, 15672, 5432, 8545);

    public static DistributedPorts FindFree() =>
        new(
            LoopbackPort.FindFree(),
            LoopbackPort.FindFree(),
            LoopbackPort.FindFree(),
            LoopbackPort.FindFree(),
            LoopbackPort.FindFree()
        );

    /// <exception cref="InvalidOperationException">Names every port that somebody else listens on.</exception>
    public void RequireFree()
    {
        (int Port, string Use)[] all =
        [
            (Api, "the API"),
            (RabbitMq, "RabbitMQ"),
            (RabbitMqManagement, "RabbitMQ management"),
            (Postgres, "Postgres"),
            (Chain, "the chain"),
        ];
        var taken = all.Where(port => !LoopbackPort.IsFree(port.Port)).ToList();
        if (taken.Count == 0)
            return;

        throw new InvalidOperationException(
            $"Taken by another program: {string.Join(", ", taken.Select(port => $"port {port.Port} (for {port.Use})"))}. "
                + "Stop that program, or start with --free-ports."
        );
    }
}
