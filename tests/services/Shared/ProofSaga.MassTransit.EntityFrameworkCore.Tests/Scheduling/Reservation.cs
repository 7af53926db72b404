using MassTransit;

namespace ProofSaga.Provider.Tests.Scheduling;

/// <summary>A saga that ends by a payment or by its deadline.</summary>
sealed class Reservation : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    /// <summary>What cancels the deadline.</summary>
    public Guid? DeadlineTokenId { get; set; }

    public int Version { get; set; }
}
