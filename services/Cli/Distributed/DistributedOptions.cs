namespace ProofSaga.Cli.Distributed;

/// <param name="DataDirectory">Everything that outlives the command; made if absent. One command at a time.</param>
/// <param name="Instances">How many processes of each service, 0 to 32.</param>
/// <param name="Ports">Which ports of 127.0.0.1 are listened on.</param>
sealed record DistributedOptions(
    string DataDirectory,
    IReadOnlyDictionary<ServiceKind, int> Instances,
    DistributedPorts Ports
);
