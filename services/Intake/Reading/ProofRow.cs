using System.Linq.Expressions;
using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Reading;

/// <summary>The columns of <c>proofs</c> that may be shown: all but the inputs and the fingerprint.</summary>
sealed class ProofRow
{
    public required Guid Id { get; init; }
    public required string Circuit { get; init; }
    public required int CircuitVersion { get; init; }
    public required string ProofSystem { get; init; }
    public required string Client { get; init; }
    public required ProofPriority Priority { get; init; }
    public required bool Publish { get; init; }
    public required string Metadata { get; init; }
    public required ProofStatus Status { get; init; }
    public required int Attempt { get; init; }
    public required int RetryCount { get; init; }
    public required int? MaxRetries { get; init; }
    public required DateTime? NextAttemptAt { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime? GeneratingAt { get; init; }
    public required DateTime? GeneratedAt { get; init; }
    public required DateTime? VerifyingAt { get; init; }
    public required DateTime? VerifiedAt { get; init; }
    public required DateTime? PublishingAt { get; init; }
    public required DateTime? FinishedAt { get; init; }
    public required byte[]? Document { get; init; }
    public required string? ArtifactSha256 { get; init; }
    public required long? GenerationTimeMs { get; init; }
    public required PublicationStatus? PublicationStatus { get; init; }
    public required string? PublicationReason { get; init; }
    public required string? Chain { get; init; }
    public required string? RegistryAddress { get; init; }
    public required string? TransactionHash { get; init; }
    public required long? BlockNumber { get; init; }
    public required long? GasUsed { get; init; }
    public required ProofStage? FailedStage { get; init; }
    public required FailureKind? FailureKind { get; init; }
    public required string? ErrorCode { get; init; }
    public required string? ErrorMessage { get; init; }

    public static Expression<Func<Proof, ProofRow>> FromProof { get; } =
        proof => new ProofRow
        {
            Id = proof.Id,
            Circuit = proof.Circuit,
            CircuitVersion = proof.CircuitVersion,
            ProofSystem = proof.ProofSystem,
            Client = proof.Client,
            Priority = proof.Priority,
            Publish = proof.Publish,
            Metadata = proof.Metadata,
            Status = proof.Status,
            Attempt = proof.Attempt,
            RetryCount = proof.RetryCount,
            MaxRetries = proof.MaxRetries,
            NextAttemptAt = proof.NextAttemptAt,
            CreatedAt = proof.CreatedAt,
            GeneratingAt = proof.GeneratingAt,
            GeneratedAt = proof.GeneratedAt,
            VerifyingAt = proof.VerifyingAt,
            VerifiedAt = proof.VerifiedAt,
            PublishingAt = proof.PublishingAt,
            FinishedAt = proof.FinishedAt,
            Document = proof.Document,
            ArtifactSha256 = proof.ArtifactSha256,
            GenerationTimeMs = proof.GenerationTimeMs,
            PublicationStatus = proof.PublicationStatus,
            PublicationReason = proof.PublicationReason,
            Chain = proof.Chain,
            RegistryAddress = proof.RegistryAddress,
            TransactionHash = proof.TransactionHash,
            BlockNumber = proof.BlockNumber,
            GasUsed = proof.GasUsed,
            FailedStage = proof.FailedStage,
            FailureKind = proof.FailureKind,
            ErrorCode = proof.ErrorCode,
            ErrorMessage = proof.ErrorMessage,
        };

    public ProofView ToView(ProofDocument? document) =>
        new(
            Id,
            Status,
            LastStatusOnTheWay().ProgressPercent(),
            Circuit,
            CircuitVersion,
            ProofSystem,
            Client,
            Priority,
            Publish,
            JsonSerializer.Deserialize<Dictionary<string, string>>(Metadata) ?? [],
            Attempt,
            RetryCount,
            MaxRetries,
            NextAttemptAt,
            CreatedAt,
            FinishedAt,
            ToStages(),
            GenerationTimeMs,
            ArtifactSha256,
            document?.Proof,
            document?.PublicSignals,
            ToPublication(),
            ErrorCode is null ? null : new ErrorView(FailedStage, FailureKind, ErrorCode, ErrorMessage)
        );

    StagesView ToStages() =>
        new(
            StageView.Of(CreatedAt, GeneratingAt, GeneratedAt),
            StageView.Of(GeneratedAt, VerifyingAt, VerifiedAt),
            StageView.Of(VerifiedAt, PublishingAt, WasPublished ? FinishedAt : null)
        );

    bool WasPublished => PublicationStatus == Contracts.Publishing.PublicationStatus.Published;

    PublicationView? ToPublication() =>
        PublicationStatus is { } status
            ? new(status, PublicationReason, Chain, RegistryAddress, TransactionHash, BlockNumber, GasUsed)
            : null;

    ProofStatus LastStatusOnTheWay() =>
        Status is not (ProofStatus.Failed or ProofStatus.Cancelled) ? Status
        : VerifiedAt is not null ? ProofStatus.Verified
        : GeneratedAt is not null ? ProofStatus.Generated
        : ProofStatus.Queued;
}
