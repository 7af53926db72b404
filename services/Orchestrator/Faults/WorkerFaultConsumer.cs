using MassTransit;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Orchestrator.Faults;

/// <summary>
/// A worker whose consumer threw, after its own retries, has answered nothing. Its fault becomes the stage's transient
/// failure, so that the saga decides what follows and no proof waits for ever.
/// </summary>
public class WorkerFaultConsumer
    : IConsumer<Fault<GenerateProof>>,
        IConsumer<Fault<VerifyProof>>,
        IConsumer<Fault<PublishProof>>
{
    public Task Consume(ConsumeContext<Fault<GenerateProof>> context)
    {
        var order = OrderOf(context.Message);
        return AnswerAsync(
            context,
            order.ProofId,
            new ProofGenerationFailed(
                order.ProofId,
                order.Attempt,
                FailureTable.KindOf(FailureCodes.WorkerFault),
                FailureCodes.WorkerFault,
                Describe(context.Message)
            )
        );
    }

    public Task Consume(ConsumeContext<Fault<VerifyProof>> context)
    {
        var order = OrderOf(context.Message);
        return AnswerAsync(
            context,
            order.ProofId,
            new ProofVerificationFailed(
                order.ProofId,
                order.Attempt,
                FailureTable.KindOf(FailureCodes.WorkerFault),
                FailureCodes.WorkerFault,
                Describe(context.Message)
            )
        );
    }

    public Task Consume(ConsumeContext<Fault<PublishProof>> context)
    {
        var order = OrderOf(context.Message);
        return AnswerAsync(
            context,
            order.ProofId,
            new ProofPublishingFailed(
                order.ProofId,
                order.Attempt,
                FailureTable.KindOf(FailureCodes.WorkerFault),
                FailureCodes.WorkerFault,
                Describe(context.Message)
            )
        );
    }

    /// <exception cref="MessageException">The fault does not say which order failed.</exception>
    static T OrderOf<T>(Fault<T> fault)
        where T : class =>
        fault.Message ?? throw new MessageException(typeof(Fault<T>), "It does not say which order failed.");

    /// <summary>An order that names no proof is a dead letter itself; no proof waits for its answer.</summary>
    static Task AnswerAsync<T>(ConsumeContext context, Guid proofId, T failure)
        where T : class =>
        proofId == Guid.Empty ? Task.CompletedTask : context.Publish(failure, context.CancellationToken);

    /// <summary>The exception's type only: its message is not known to be free of secrets.</summary>
    static string Describe(Fault fault) =>
        $"the worker failed with {fault.Exceptions?.FirstOrDefault()?.ExceptionType ?? "an unknown error"}; its log has the details";
}
