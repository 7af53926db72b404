using MassTransit;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Orchestrator;

/// <summary>Saga row, projection, inbox and outgoing messages of one event are one transaction.</summary>
public class ProofJobSagaDefinition : SagaDefinition<ProofJobState>
{
    public ProofJobSagaDefinition() => EndpointName = "proof-job";

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator,
        ISagaConfigurator<ProofJobState> sagaConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.UseTransaction(context);
        endpointConfigurator.RequireProofName(context);
    }
}
