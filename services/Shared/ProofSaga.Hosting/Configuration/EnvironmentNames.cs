namespace ProofSaga.Hosting.Configuration;

/// <summary>Environment names that operators know, beside the .NET ones; the .NET ones win.</summary>
static class EnvironmentNames
{
    static readonly (string Environment, string Key)[] Known =
    [
        ("DATABASE_URL", "Database:Url"),
        ("RABBITMQ_URL", "RabbitMq:Url"),
        ("RABBITMQ_QUEUE_TYPE", "RabbitMq:QueueType"),
        ("RABBITMQ_CONSUMER_TIMEOUT", "RabbitMq:ConsumerTimeout"),
        ("CHAIN_RPC_URL", "Chain:RpcUrl"),
        ("PRIVATE_KEY", "Chain:PrivateKey"),
        ("WORKER_CONCURRENCY", "Prover:ProvingProcesses"),
        ("QUEUE_HIGH_PRIORITY", "Admission:HighWeight"),
        ("QUEUE_NORMAL_PRIORITY", "Admission:NormalWeight"),
        ("QUEUE_LOW_PRIORITY", "Admission:LowWeight"),
        ("SHUTDOWN_GRACE", "Shutdown:Grace"),
        ("LOG_LEVEL", "Logging:Level"),
    ];

    public static IConfigurationBuilder AddKnownEnvironmentNames(this IConfigurationBuilder configuration) =>
        configuration.AddInMemoryCollection(
            from name in Known
            let value = Environment.GetEnvironmentVariable(name.Environment)
            where !string.IsNullOrWhiteSpace(value)
            select KeyValuePair.Create(name.Key, (string?)value)
        );
}
