using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Orchestrator.Projection;

/// <summary>
/// Shows the saga's state in the <c>proofs</c> row, which is what the API reads, in one statement of the saga's
/// transaction. It also erases what is no longer needed: the inputs once the proof is verified or given up, the proof
/// document once it is in the artifact store only.
/// </summary>
public class ProjectProof(ProofSagaDbContext db, ILogger<ProofJobStateMachine> logger)
    : IStateMachineActivity<ProofJobState>
{
    public async Task Execute(BehaviorContext<ProofJobState> context, IBehavior<ProofJobState> next)
    {
        await ProjectAsync(context.Saga, context.CancellationToken);
        await next.Execute(context);
    }

    public async Task Execute<T>(BehaviorContext<ProofJobState, T> context, IBehavior<ProofJobState, T> next)
        where T : class
    {
        await ProjectAsync(context.Saga, context.CancellationToken);
        await next.Execute(context);
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

    async Task ProjectAsync(ProofJobState job, CancellationToken cancellationToken)
    {
        var status = Enum.Parse<ProofStatus>(job.CurrentState);
        Log(job, status);
        var inputsAreNeeded = job.VerifiedAt is null && status != ProofStatus.Cancelled;
        var documentIsNeeded = !status.IsTerminal() || status == ProofStatus.Failed;
        await db
            .Proofs.Where(proof => proof.Id == job.CorrelationId)
            .ExecuteUpdateAsync(
                update =>
                {
                    update.SetProperty(proof => proof.Status, status).SetProperty(proof => proof.Attempt, job.Attempt);
                    if (!inputsAreNeeded)
                        update.SetProperty(proof => proof.ProtectedInputs, (byte[]?)null);
                    if (!documentIsNeeded)
                        update.SetProperty(proof => proof.Document, (byte[]?)null);
                    SetTimes(update, job);
                    if (job.PublicationStatus is not null)
                        SetPublication(update, job);
                    if (job.ErrorCode is not null)
                        SetFailure(update, job);
                },
                cancellationToken
            );
    }

    /// <summary>What the saga has not reached yet is null in the row as well: nothing is ever taken back.</summary>
    static void SetTimes(UpdateSettersBuilder<Proof> update, ProofJobState job)
    {
        if (job.GeneratingAt is { } generatingAt)
            update.SetProperty(proof => proof.GeneratingAt, generatingAt);
        if (job.GeneratedAt is { } generatedAt)
            update.SetProperty(proof => proof.GeneratedAt, generatedAt);
        if (job.VerifyingAt is { } verifyingAt)
            update.SetProperty(proof => proof.VerifyingAt, verifyingAt);
        if (job.VerifiedAt is { } verifiedAt)
            update.SetProperty(proof => proof.VerifiedAt, verifiedAt);
        if (job.PublishingAt is { } publishingAt)
            update.SetProperty(proof => proof.PublishingAt, publishingAt);
        if (job.FinishedAt is { } finishedAt)
            update.SetProperty(proof => proof.FinishedAt, finishedAt);
    }

    static void SetPublication(UpdateSettersBuilder<Proof> update, ProofJobState job) =>
        update
            .SetProperty(proof => proof.PublicationStatus, job.PublicationStatus)
            .SetProperty(proof => proof.PublicationReason, job.PublicationReason)
            .SetProperty(proof => proof.Chain, job.Chain)
            .SetProperty(proof => proof.RegistryAddress, job.RegistryAddress)
            .SetProperty(proof => proof.TransactionHash, job.TransactionHash)
            .SetProperty(proof => proof.BlockNumber, job.BlockNumber)
            .SetProperty(proof => proof.GasUsed, job.GasUsed);

    static void SetFailure(UpdateSettersBuilder<Proof> update, ProofJobState job) =>
        update
            .SetProperty(proof => proof.FailedStage, job.FailedStage)
            .SetProperty(proof => proof.FailureKind, job.FailureKind)
            .SetProperty(proof => proof.ErrorCode, job.ErrorCode)
            .SetProperty(proof => proof.ErrorMessage, job.ErrorMessage);

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
