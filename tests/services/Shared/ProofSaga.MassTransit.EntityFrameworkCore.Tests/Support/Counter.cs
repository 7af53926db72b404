using MassTransit;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>A saga that loses an update visibly.</summary>
sealed class Counter : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public int Count { get; set; }

    public int Version { get; set; }
}
