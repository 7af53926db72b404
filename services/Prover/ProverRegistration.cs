using MassTransit;
using Microsoft.Extensions.Options;
using ProofSaga.Hosting;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;
using ProofSaga.Hosting.Workers;
using ProofSaga.Prover.Generating;
using ProofSaga.Prover.Metrics;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.Verifying;

namespace ProofSaga.Prover;

public static class ProverRegistration
{
    /// <summary>
    /// The consumers of <c>generate-proof</c> and <c>verify-proof</c>, and of their queues for instant proofs, with the
    /// shipped proof systems.
    /// </summary>
    public static ProofSagaHostBuilder AddProver(this ProofSagaHostBuilder host)
    {
        host.UseCircuits();
        var proverHostFolder = Path.Combine(host.Installation.ResolveInfraDirectory(), "prover-host");
        host.Services.AddProofSystems(options =>
        {
            options.ProverHostFolder = proverHostFolder;
            host.Configuration.GetSection("Prover").Bind(options);
        });
        host.Services.AddSingleton<ILongestDeliveries, LongestAttempts>();
        host.Services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ProverOptions>>().Value;
            return new GenerationSlots(options.ProvingProcesses, options.InstantProofs);
        });
        host.UseHeartbeat();
        host.Services.AddSingleton<WorkResolver>();
        host.Services.AddSingleton<ProofGenerator>();
        host.Services.AddSingleton<GenerationWatch>();
        host.Services.AddSingleton<GeneratedProofStore>();
        host.Services.AddSingleton<ReproveCounter>();
        host.ConfigureBus(bus =>
        {
            bus.AddConsumer<GenerateProofConsumer, GenerateProofDefinition>();
            bus.AddConsumer<GenerateInstantProofConsumer, GenerateInstantProofDefinition>();
            bus.AddConsumer<VerifyProofConsumer, VerifyProofDefinition>();
            bus.AddConsumer<VerifyInstantProofConsumer, VerifyInstantProofDefinition>();
        });
        return host;
    }
}
