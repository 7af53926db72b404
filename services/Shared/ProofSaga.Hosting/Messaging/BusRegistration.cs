using MassTransit;
using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Messaging;

static class BusRegistration
{
    /// <summary>
    /// The process's bus with its transactional outbox: RabbitMQ when <c>RabbitMq:Url</c> is set, else in memory.
    /// </summary>
    public static IServiceCollection AddProofSagaBus(
        this IServiceCollection services,
        IConfiguration configuration,
        DatabaseAddress database,
        IReadOnlyList<Action<IBusRegistrationConfigurator>> registrations
    ) =>
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            bus.AddEntityFrameworkOutbox<ProofSagaDbContext>(outbox =>
            {
                database.Use(() => outbox.UsePostgres(), () => outbox.UseSqlite());
                outbox.UseBusOutbox();
            });
            foreach (var register in registrations)
                register(bus);

            if (configuration["RabbitMq:Url"] is { Length: > 0 } url)
                bus.UsingRabbitMq((context, rabbit) => ConfigureRabbitMq(context, rabbit, new Uri(url)));
            else
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        });

    static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, Uri uri)
    {
        rabbit.Host(uri);
        WaitingQueues.Declare(rabbit);
        rabbit.ConfigureEndpoints(context);
    }
}
