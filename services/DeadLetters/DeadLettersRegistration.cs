using MassTransit;
using ProofSaga.Hosting;

namespace ProofSaga.DeadLetters;

public static class DeadLettersRegistration
{
    /// <summary>The consumer of <c>dead-letter</c>, which keeps failed proofs and rejected submissions.</summary>
    public static ProofSagaHostBuilder AddDeadLetters(this ProofSagaHostBuilder host)
    {
        host.Services.AddScoped<DeadLetterStore>();
        host.ConfigureBus(bus => bus.AddConsumer<DeadLetterConsumer, DeadLetterDefinition>());
        return host;
    }
}
