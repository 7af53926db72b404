using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ProofSaga.Hosting;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Chains.Deployments;
using ProofSaga.Publisher.Chains.Plonk;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing;
using ProofSaga.Publisher.Publishing.Batches;
using ProofSaga.Publisher.Publishing.Fees;
using ProofSaga.Publisher.Publishing.Reorganisations;

namespace ProofSaga.Publisher;

public static class PublisherRegistration
{
    /// <summary>The consumer of <c>publish-proof</c> and the connection to the chain of section <c>Chain</c>.</summary>
    public static ProofSagaHostBuilder AddPublisher(this ProofSagaHostBuilder host)
    {
        var services = host.Services;
        services
            .AddOptions<PublisherOptions>()
            .BindConfiguration(PublisherOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<ChainOptions>().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<ChainOptions>, NamedChain>();
        services.AddSingleton<IValidateOptions<ChainOptions>, NamedChain>();
        services.AddSingleton<IValidateOptions<ChainOptions>, ChainOptionsValidator>();
        services.TryAddSingleton(host.Installation);
        host.UseCircuits();
        host.UseHeartbeat();

        services.AddSingleton<CircuitRegistrations>();
        services.AddSingleton<ChainHttp>();
        services.AddSingleton<ChainSigner>();
        services.AddSingleton<DeploymentRecords>();
        services.AddSingleton<PlonkVerifierFactory>();
        services.AddSingleton<PlonkVerifiers>();
        services.AddSingleton<RegistryLocator>();
        services.AddSingleton<ChainConnector>();
        services.AddSingleton<ChainConnection>();
        services.AddHostedService(provider => provider.GetRequiredService<ChainConnection>());

        services.AddSingleton<PublicationLedger>();
        services.AddSingleton<TransactionPreparation>();
        services.AddSingleton<TransactionProgress>();
        services.AddSingleton<NonceSurvey>();
        services.AddSingleton<TransactionBroadcast>();
        services.AddSingleton<VanishedPublications>();
        services.AddSingleton<LookBack>();
        services.AddSingleton<Rebroadcast>();

        services.AddSingleton<BatchCollector>();
        services.AddSingleton<BatchPreparation>();
        services.AddSingleton<FeePolicy>();
        services.AddSingleton<Replacement>();
        services.AddSingleton<SlotObserver>();
        services.AddSingleton<ReceiptWait>();
        services.AddSingleton<EarlierTransaction>();
        services.AddSingleton<SlotFollower>();
        services.AddSingleton<ProofPublisher>();
        services.AddSingleton<Republication>();
        services.AddHostedService<LookBackService>();
        services.AddSingleton<ILongestDeliveries, LongestAttempt>();
        host.ConfigureBus(bus => bus.AddConsumer<PublishProofConsumer, PublishProofDefinition>());
        return host;
    }
}
