using MassTransit;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;
using ProofSaga.Hosting.Shutdown;
using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Messaging;

static class BusRegistration
{
    /// <summary>
    /// How long a consumed message is remembered, so that a second delivery of it does nothing. Default: the provider's
    /// 30 minutes; more than zero.
    /// </summary>
    const string DuplicateDetectionWindow = "Messaging:DuplicateDetectionWindow";

    /// <summary>
    /// The process's bus with its transactional outbox: RabbitMQ when <c>RabbitMq:Url</c> is set, else in memory.
    /// </summary>
    public static IServiceCollection AddProofSagaBus(
        this IServiceCollection services,
        IConfiguration configuration,
        DatabaseAddress database,
        IReadOnlyList<Action<IBusRegistrationConfigurator>> registrations
    )
    {
        services.AddSingleton<DatabaseWatch>();
        var options = RabbitMqOptions.Read(configuration);
        var isRabbitMq = !string.IsNullOrEmpty(options.Url);
        if (isRabbitMq)
        {
            services.AddSingleton(options);
            services.AddHostedService<ConsumerTimeoutCheck>();
            services.AddSingleton<TopologyDeclaration>();
            services.AddReceiveObserver<InterruptedDelivery>();
            // before the bus: hosted services start in the order of registration
            services.AddHostedService(provider => provider.GetRequiredService<TopologyDeclaration>());
        }

        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            bus.AddEntityFrameworkOutbox<ProofSagaDbContext>(outbox =>
            {
                database.Use(() => outbox.UsePostgres(), () => outbox.UseSqlite());
                if (configuration.GetValue<TimeSpan?>(DuplicateDetectionWindow) is { } window)
                    outbox.DuplicateDetectionWindow = window;
                outbox.UseBusOutbox();
            });
            bus.AddConfigureEndpointsCallback((context, _, endpoint) => endpoint.GiveBackAtOnceWhenTold(context));
            if (!isRabbitMq)
                bus.AddConfigureEndpointsCallback(
                    (context, _, endpoint) => endpoint.BeginNothingWhileStopping(context)
                );
            if (options.QueueType == QueueType.Quorum)
                bus.AddConfigureEndpointsCallback((_, endpoint) => UseQuorum(endpoint));
            foreach (var register in registrations)
                register(bus);

            if (isRabbitMq)
                bus.UsingRabbitMq((context, rabbit) => ConfigureRabbitMq(context, rabbit, options));
            else
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        });
    }

    /// <summary>The endpoint's error and skipped queues take its arguments over.</summary>
    static void UseQuorum(IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.SetQuorumQueue();
    }

    static void ConfigureRabbitMq(
        IBusRegistrationContext context,
        IRabbitMqBusFactoryConfigurator rabbit,
        RabbitMqOptions options
    )
    {
        var topology = context.GetRequiredService<TopologyDeclaration>();
        rabbit.Host(
            new Uri(options.Url!),
            host => host.OnRefreshConnectionFactory = _ => topology.DeclareBeforeConnectionAsync()
        );
        rabbit.ConfigureEndpoints(context);
    }
}
