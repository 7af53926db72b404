using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Submission;
using ProofSaga.Contracts.Verification;
using ProofSaga.Orchestrator.Admission;
using ProofSaga.Orchestrator.Attempts;
using ProofSaga.Orchestrator.Cancellation;
using ProofSaga.Orchestrator.Projection;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator;

using Accepted = EventActivityBinder<ProofJobState, ProofAccepted>;
using Cancelling = EventActivityBinder<ProofJobState, CancelProof>;
using Generated = EventActivityBinder<ProofJobState, ProofGenerated>;
using Progressed = EventActivityBinder<ProofJobState, ProofProgressed>;
using Published = EventActivityBinder<ProofJobState, ProofPublished>;
using Replayed = EventActivityBinder<ProofJobState, ReplayProof>;
using Resumed = EventActivityBinder<ProofJobState, ResumeProof>;
using Verified = EventActivityBinder<ProofJobState, ProofVerified>;

/// <summary>The steps that the state machine's story is told in. Messages go out with the saga's transaction.</summary>
static class ProofJobSteps
{
    public static Accepted Remember(this Accepted binder) =>
        binder.Then(context =>
        {
            var accepted = context.Message;
            context.Saga.Remember(accepted.Circuit, accepted.ProofSystem, accepted.Client, accepted.Publish);
        });

    public static Resumed Remember(this Resumed binder) =>
        binder.Then(context =>
        {
            var resumed = context.Message;
            context.Saga.Remember(resumed.Circuit, resumed.ProofSystem, resumed.Client, resumed.Publish);
        });

    public static Progressed NoteStart(this Progressed binder) =>
        binder.Then(context =>
        {
            var startedAt = context.Message.At.UtcDateTime;
            switch (context.Message.Stage)
            {
                case ProofStage.Generate:
                    context.Saga.GeneratingAt = startedAt;
                    break;
                case ProofStage.Verify:
                    context.Saga.VerifyingAt = startedAt;
                    break;
                case ProofStage.Publish:
                    context.Saga.PublishingAt = startedAt;
                    break;
            }
        });

    public static Generated RememberProof(this Generated binder) =>
        binder.Then(context =>
        {
            var now = context.UtcNow();
            context.Saga.ArtifactSha256 = context.Message.ArtifactSha256;
            // an instant proof system sends no progress: its start follows from how long it took
            context.Saga.GeneratingAt ??= now - context.Message.GenerationTime;
            context.Saga.GeneratedAt = now;
            context.Saga.Attempt = context.Saga.AttemptsBeforeReplay;
        });

    public static Verified RememberVerification(this Verified binder) =>
        binder.Then(context =>
        {
            context.Saga.VerifiedAt = context.UtcNow();
            context.Saga.Attempt = context.Saga.AttemptsBeforeReplay;
        });

    public static Published RememberPublication(this Published binder) =>
        binder.Then(context => context.Saga.Remember(context.Message.Publication));

    public static Verified SkipPublication(this Verified binder) =>
        binder.Then(context =>
            context.Saga.Remember(new Publication(PublicationStatus.Skipped, "the submission asked for no publication"))
        );

    /// <summary>Lets the proof wait until the dispatcher orders its generation.</summary>
    public static EventActivityBinder<ProofJobState, T> StartGenerating<T>(
        this EventActivityBinder<ProofJobState, T> binder
    )
        where T : class =>
        binder.Then(context => context.Saga.Attempt++).Activity(selector => selector.OfType<QueueGeneration<T>>());

    /// <summary>Orders the generation of a proof that has been admitted, and stays so.</summary>
    /// <param name="retries">How long the order waits in the outbox.</param>
    public static EventActivityBinder<ProofJobState, T> StartGenerating<T>(
        this EventActivityBinder<ProofJobState, T> binder,
        RetrySchedules retries
    )
        where T : class =>
        binder.Order(
            ProofStage.Generate,
            job => new GenerateProof(job.CorrelationId, job.Attempt, job.Circuit, job.ProofSystem),
            retries
        );

    /// <summary>Lets the proof wait once more if its order may be lost.</summary>
    public static Resumed ResumeGenerating(this Resumed binder, State queued, RetrySchedules retries) =>
        binder
            .Activity(selector => selector.OfType<FindLostOrder>())
            .If(
                context => context.HasPayloadType(typeof(LostOrder)),
                lost => lost.KeepLastAttempt(retries).StartGenerating().MoveTo(queued)
            );

    /// <param name="retries">For a retry: how long its order waits in the outbox.</param>
    public static EventActivityBinder<ProofJobState, T> StartVerifying<T>(
        this EventActivityBinder<ProofJobState, T> binder,
        RetrySchedules? retries = null
    )
        where T : class =>
        binder.Order(
            ProofStage.Verify,
            job => new VerifyProof(job.CorrelationId, job.Attempt, job.Circuit, job.ProofSystem),
            retries
        );

    /// <param name="retries">For a retry: how long its order waits in the outbox.</param>
    public static EventActivityBinder<ProofJobState, T> StartPublishing<T>(
        this EventActivityBinder<ProofJobState, T> binder,
        RetrySchedules? retries = null
    )
        where T : class =>
        binder.Order(
            ProofStage.Publish,
            job => new PublishProof(job.CorrelationId, job.Attempt, job.Circuit, job.ProofSystem),
            retries
        );

    public static EventActivityBinder<ProofJobState, T> Complete<T>(this EventActivityBinder<ProofJobState, T> binder)
        where T : class =>
        binder
            .Then(context => context.Saga.FinishedAt = context.UtcNow())
            .Publish(context => new ProofCompleted(
                context.Saga.CorrelationId,
                context.Saga.Circuit,
                context.Saga.ProofSystem,
                context.Saga.Client,
                context.Saga.ArtifactSha256!,
                context.Saga.ToPublication(),
                context.Saga.FinishedAtUtc()
            ));

    public static EventActivityBinder<ProofJobState, T> Fail<T>(this EventActivityBinder<ProofJobState, T> binder)
        where T : class =>
        binder
            .Then(context =>
            {
                var failure = StageFailure.Of(context.Message);
                context.Saga.FailedStage = failure.Stage;
                context.Saga.FailureKind = failure.Kind;
                context.Saga.ErrorCode = failure.Code;
                context.Saga.ErrorMessage = failure.Error;
                context.Saga.FinishedAt = context.UtcNow();
            })
            .AnnounceFailure();

    public static EventActivityBinder<ProofJobState, T> AnnounceFailure<T>(
        this EventActivityBinder<ProofJobState, T> binder
    )
        where T : class =>
        binder.Publish(context => new ProofFailed(
            context.Saga.CorrelationId,
            context.Saga.Circuit,
            context.Saga.ProofSystem,
            context.Saga.Client,
            context.Saga.FailedStage!.Value,
            context.Saga.AttemptSinceReplay(),
            context.Saga.FailureKind!.Value,
            context.Saga.ErrorCode!,
            context.Saga.ErrorMessage!,
            context.Saga.FinishedAtUtc()
        ));

    public static Cancelling Cancel(this Cancelling binder) =>
        binder
            .Then(context =>
            {
                context.Saga.ErrorCode = FailureCodes.Cancelled;
                context.Saga.ErrorMessage = context.Message.Reason;
                context.Saga.FinishedAt = context.UtcNow();
            })
            .Publish(context => new ProofCancelled(
                context.Saga.CorrelationId,
                context.Message.Reason,
                context.Saga.FinishedAtUtc()
            ))
            .ConfirmCancelled();

    /// <summary>Answers who asked; an order without an asker has heard of it already, or does not care.</summary>
    public static Cancelling ConfirmCancelled(this Cancelling binder) =>
        binder.If(
            context => context.ResponseAddress is not null,
            asked =>
                asked.Respond(context => new ProofCancelled(
                    context.Saga.CorrelationId,
                    context.Saga.ErrorMessage!,
                    context.Saga.FinishedAtUtc()
                ))
        );

    /// <summary>Cancels until a transaction is stored, which is before it is sent; after that it is too late.</summary>
    public static Cancelling CancelUnlessTransactionExists(this Cancelling binder, State cancelled) =>
        binder
            .Activity(selector => selector.OfType<FindTransaction>())
            .IfElse(
                context => context.HasPayloadType(typeof(FoundTransaction)),
                tooLate => tooLate.RefuseToCancel(),
                inTime => inTime.Cancel().MoveTo(cancelled)
            );

    /// <summary>Answers who asked, or tells everybody.</summary>
    public static Cancelling RefuseToCancel(this Cancelling binder) =>
        binder.Respond(context => new CancelRefused(
            context.Saga.CorrelationId,
            context.TryGetPayload(out FoundTransaction? transaction)
                ? $"it is too late, transaction {transaction.Hash} is prepared or on its way"
                : $"it is {SnakeCase.From(context.Saga.CurrentState)} already"
        ));

    /// <summary>Its acceptance may be on its way: who asked may ask again.</summary>
    public static Task AnswerUnknownAsync(ConsumeContext<CancelProof> context) =>
        context.ResponseAddress is null
            ? Task.CompletedTask
            : context.RespondAsync(new ProofUnknown(context.Message.ProofId));

    /// <summary>
    /// However often the host crashes, no attempt has a number that one after a replay may have: the last one that the
    /// schedule has is ordered again.
    /// </summary>
    public static Resumed KeepLastAttempt(this Resumed binder, RetrySchedules retries) =>
        binder.Then(context =>
        {
            if (context.Saga.AttemptSinceReplay() > retries.MostRetries)
                context.Saga.Attempt--;
        });

    /// <summary>
    /// Takes back the failure, and what the stage will make again. The schedule of retries begins anew, under numbers
    /// above all that were used: a late answer from before the failure is not current.
    /// </summary>
    public static Replayed Reopen(this Replayed binder, RetrySchedules retries) =>
        binder
            .Then(context =>
            {
                var job = context.Saga;
                job.AttemptsBeforeReplay += 1 + retries.MostRetries;
                job.Attempt = job.AttemptsBeforeReplay;
                job.FailedStage = null;
                job.FailureKind = null;
                job.ErrorCode = null;
                job.ErrorMessage = null;
                job.FinishedAt = null;
                job.PublishingAt = null;
                if (context.Message.Stage == ProofStage.Publish)
                    return;

                job.VerifyingAt = null;
                job.VerifiedAt = null;
                if (context.Message.Stage == ProofStage.Verify)
                    return;

                job.GeneratingAt = null;
                job.GeneratedAt = null;
                job.ArtifactSha256 = null;
            })
            .Activity(selector => selector.OfType<ReopenProof>());

    /// <summary>
    /// Enters a state and shows it in the <c>proofs</c> row, and in <c>jobs</c> what it means for the run at hand, in the
    /// saga's transaction.
    /// </summary>
    public static EventActivityBinder<ProofJobState, T> MoveTo<T>(
        this EventActivityBinder<ProofJobState, T> binder,
        State state
    )
        where T : class =>
        binder
            .TransitionTo(state)
            .Activity(selector => selector.OfType<RecordRun<T>>())
            .Activity(selector => selector.OfInstanceType<ProjectProof>());

    static EventActivityBinder<ProofJobState, T> Order<T, TOrder>(
        this EventActivityBinder<ProofJobState, T> binder,
        ProofStage stage,
        Func<ProofJobState, TOrder> order,
        RetrySchedules? retries
    )
        where T : class
        where TOrder : class =>
        binder
            .Then(context =>
            {
                context.Saga.Attempt++;
                if (retries is not null)
                    PlannedRetry.Plan(context, stage, retries);
            })
            .Send(
                context => StageQueues.Of(stage, context.Saga.ProofSystem),
                context => order(context.Saga),
                (context, send) => send.Delay = PlannedRetry.Of(context)?.Delay
            );

    static void Remember(this ProofJobState job, string circuit, string proofSystem, string client, bool publish)
    {
        job.Circuit = circuit;
        job.ProofSystem = proofSystem;
        job.Client = client;
        job.Publish = publish;
    }

    /// <summary>Attempts of the stage before that one, since the stage began or was replayed.</summary>
    public static int RetriesBefore(this ProofJobState job, int attempt) =>
        Math.Max(0, attempt - job.AttemptsBeforeReplay - 1);

    public static int AttemptSinceReplay(this ProofJobState job) => job.Attempt - job.AttemptsBeforeReplay;

    public static DateTime UtcNow(this BehaviorContext<ProofJobState> context) =>
        context.GetServiceOrCreateInstance<TimeProvider>().GetUtcNow().UtcDateTime;

    static DateTimeOffset FinishedAtUtc(this ProofJobState job) => new(job.FinishedAt!.Value, TimeSpan.Zero);
}
