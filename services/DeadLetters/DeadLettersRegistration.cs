using MassTransit;
using ProofSaga.DeadLetters.SetAside;
using ProofSaga.DeadLetters.SetAside.Collecting;
using ProofSaga.DeadLetters.SetAside.Keeping;
using ProofSaga.DeadLetters.SetAside.Returning;
using ProofSaga.Hosting;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.DeadLetters;

public static class DeadLettersRegistration
{
    /// <summary>
    /// The consumer of <c>dead-letter</c>, which keeps failed proofs and rejected submissions, and the collector of every error
    /// and skipped queue.
    /// </summary>
    public static ProofSagaHostBuilder AddDeadLetters(this ProofSagaHostBuilder host)
    {
        host.Services.AddScoped<DeadLetterStore>();
        host.ConfigureBus(bus => bus.AddConsumer<DeadLetterConsumer, DeadLetterDefinition>());
        host.AddSetAsideMessages();
        return host;
    }

    static void AddSetAsideMessages(this ProofSagaHostBuilder host)
    {
        host.Services.AddOptions<SetAsideOptions>()
            .BindConfiguration(SetAsideOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        host.Services.AddScoped<SetAsideLetters>();
        host.Services.AddSingleton<SetAsideCollector>();
        host.ConfigureBus(bus => bus.AddConsumer<ReturnMessageConsumer, ReturnMessageDefinition>());
        if (string.IsNullOrEmpty(RabbitMqOptions.Read(host.Configuration).Url))
        {
            host.Services.AddSingleton<IMessageReturn, InMemoryReturn>();
            host.Services.AddHostedService<InMemoryCollection>();
        }
        else
        {
            host.Services.AddSingleton<IMessageReturn, RabbitMqReturn>();
            host.Services.AddHostedService<RabbitMqCollection>();
        }
    }
}
