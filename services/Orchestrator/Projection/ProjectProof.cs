using MassTransit;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts;
using ProofSaga.Orchestrator.Attempts;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using static ProofSaga.Orchestrator.Projection.AttachedRow;

namespace ProofSaga.Orchestrator.Projection;

/// <summary>
/// Shows the saga's state in the <c>proofs</c> row, which is what the API reads. The row is written when the saga is saved,
/// by the same context in the same round trip. It also erases what is no longer needed: the inputs once the proof is
/// verified or given up, the proof document once it is in the artifact store only.
/// </summary>
public class ProjectProof(ProofSagaDbContext db, IOptions<RetrySchedules> retries, ILogger<ProofJobStateMachine> logger)
    : IStateMachineActivity<ProofJobState>
{
    public Task Execute(BehaviorContext<ProofJobState> context, IBehavior<ProofJobState> next)
    {
        Project(context);
        return next.Execute(context);
    }

    public Task Execute<T>(BehaviorContext<ProofJobState, T> context, IBehavior<ProofJobState, T> next)
        where T : class
    {
        Project(context);
        return next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<ProofJobState, TException> context,
        IBehavior<ProofJobState> next
    )
        where TException : Exception => next.Faulted(context);

    public Task Faulted<T, TException>(
        BehaviorExceptionContext<ProofJobState, T, TException> context,
        IBehavior<ProofJobState, T> next
    )
        where T : class
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("projectProof");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    void Project(BehaviorContext<ProofJobState> context)
    {
        var job = context.Saga;
        var status = Enum.Parse<ProofStatus>(job.CurrentState);
        Log(job, status);
        // never read: of a row that is known by its key alone, exactly what is set here is written
        var row = db.Attach(new Proof { Id = job.CorrelationId });
        Set(row, nameof(Proof.Status), status);
        Set(row, nameof(Proof.Attempt), job.Attempt);
        var inputsAreNeeded = job.VerifiedAt is null && status != ProofStatus.Cancelled;
        if (!inputsAreNeeded)
            Set(row, nameof(Proof.ProtectedInputs), null);
        var documentIsNeeded = !status.IsTerminal() || status == ProofStatus.Failed;
        if (!documentIsNeeded)
            Set(row, nameof(Proof.Document), null);
        SetTimes(row, job);
        SetRetries(row, job, status, PlannedRetry.Of(context));
        if (job.PublicationStatus is not null)
            SetPublication(row, job);
        if (job.ErrorCode is not null)
            SetFailure(row, job);
    }

    /// <summary>What is over keeps the figures of its last stage.</summary>
    void SetRetries(EntityEntry<Proof> row, ProofJobState job, ProofStatus status, PlannedRetry? planned)
    {
        // one that is ordered at once waits for nobody's time
        Set(row, nameof(Proof.NextAttemptAt), planned is { Delay.Ticks: > 0 } ? planned.At : null);
        if (StageOf(status, job) is not { } stage)
            return;

        Set(row, nameof(Proof.RetryCount), job.RetriesBefore(job.Attempt));
        Set(row, nameof(Proof.MaxRetries), retries.Value.Of(stage, job.Circuit).Count);
    }

    static ProofStage? StageOf(ProofStatus status, ProofJobState job) =>
        status switch
        {
            ProofStatus.Queued or ProofStatus.Generating => ProofStage.Generate,
            ProofStatus.Generated or ProofStatus.Verifying => ProofStage.Verify,
            ProofStatus.Verified or ProofStatus.Publishing => ProofStage.Publish,
            _ => job.FailedStage,
        };

    /// <summary>What the saga has not reached yet is null in the row as well: nothing is ever taken back.</summary>
    static void SetTimes(EntityEntry<Proof> row, ProofJobState job)
    {
        SetOnce(nameof(Proof.GeneratingAt), job.GeneratingAt);
        SetOnce(nameof(Proof.GeneratedAt), job.GeneratedAt);
        SetOnce(nameof(Proof.VerifyingAt), job.VerifyingAt);
        SetOnce(nameof(Proof.VerifiedAt), job.VerifiedAt);
        SetOnce(nameof(Proof.PublishingAt), job.PublishingAt);
        SetOnce(nameof(Proof.FinishedAt), job.FinishedAt);

        void SetOnce(string property, DateTime? reachedAt)
        {
            if (reachedAt is { } at)
                Set(row, property, at);
        }
    }

    static void SetPublication(EntityEntry<Proof> row, ProofJobState job)
    {
        Set(row, nameof(Proof.PublicationStatus), job.PublicationStatus);
        Set(row, nameof(Proof.PublicationReason), job.PublicationReason);
        Set(row, nameof(Proof.Chain), job.Chain);
        Set(row, nameof(Proof.RegistryAddress), job.RegistryAddress);
        Set(row, nameof(Proof.TransactionHash), job.TransactionHash);
        Set(row, nameof(Proof.BlockNumber), job.BlockNumber);
        Set(row, nameof(Proof.GasUsed), job.GasUsed);
    }

    static void SetFailure(EntityEntry<Proof> row, ProofJobState job)
    {
        Set(row, nameof(Proof.FailedStage), job.FailedStage);
        Set(row, nameof(Proof.FailureKind), job.FailureKind);
        Set(row, nameof(Proof.ErrorCode), job.ErrorCode);
        Set(row, nameof(Proof.ErrorMessage), job.ErrorMessage);
    }

    void Log(ProofJobState job, ProofStatus status)
    {
        if (status == ProofStatus.Failed)
            logger.Failed(job.CorrelationId, job.FailedStage, job.Attempt, job.ErrorCode, job.ErrorMessage);
        else if (status.IsTerminal())
            logger.Ended(job.CorrelationId, SnakeCase.Of(status));
        else
            logger.Moved(job.CorrelationId, SnakeCase.Of(status), job.Attempt);
    }
}
