using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Publishing;

namespace ProofSaga.Orchestrator;

/// <summary>What the saga remembers of one proof; its id is the proof's id. Times are UTC.</summary>
public class ProofJobState : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";
    public int Version { get; set; }

    public string Circuit { get; set; } = "";
    public string ProofSystem { get; set; } = "";
    public string Client { get; set; } = "";
    public bool Publish { get; set; }

    /// <summary>Number of the current stage's current attempt: from 1, after a replay from a number never used before.</summary>
    public int Attempt { get; set; }

    /// <summary>No attempt since the last replay has this number or a lower one; 0 without a replay.</summary>
    public int AttemptsBeforeReplay { get; set; }

    /// <summary>The row of <c>jobs</c> that the current attempt's run has; null while no worker has said that it began.</summary>
    public Guid? RunId { get; set; }

    public DateTime? GeneratingAt { get; set; }
    public DateTime? GeneratedAt { get; set; }
    public DateTime? VerifyingAt { get; set; }
    public DateTime? VerifiedAt { get; set; }
    public DateTime? PublishingAt { get; set; }
    public DateTime? FinishedAt { get; set; }

    public string? ArtifactSha256 { get; set; }

    public PublicationStatus? PublicationStatus { get; set; }
    public string? PublicationReason { get; set; }
    public string? Chain { get; set; }
    public string? RegistryAddress { get; set; }
    public string? TransactionHash { get; set; }
    public long? BlockNumber { get; set; }
    public long? GasUsed { get; set; }

    public ProofStage? FailedStage { get; set; }
    public FailureKind? FailureKind { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
}
