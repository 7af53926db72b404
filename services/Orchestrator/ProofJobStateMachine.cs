using MassTransit;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Submission;
using ProofSaga.Contracts.Verification;
using static ProofSaga.Contracts.ProofStage;

namespace ProofSaga.Orchestrator;

/// <summary>
/// The way of one proof: generate, verify, publish, complete. Each stage has a state in which its order waits
/// (<see cref="Queued"/>, <see cref="Generated"/>, <see cref="Verified"/>) and one in which a worker is at it.
/// </summary>
/// <remarks>
/// A failure or a progress note of an attempt that is no longer current changes nothing: its conditions do not hold.
/// A proof, and its verification, are welcome from any attempt since the last replay: once one is stored, none is generated
/// again. What an attempt from before the replay says may be about the proof that the replay has dropped.
/// </remarks>
public class ProofJobStateMachine : MassTransitStateMachine<ProofJobState>
{
    public ProofJobStateMachine(IOptions<RetrySchedules> retries)
    {
        InstanceState(job => job.CurrentState);
        CorrelateByProofId();

        Initially(
            // the proof's row says so since intake wrote it
            When(Accepted).Remember().StartGenerating().TransitionTo(Queued),
            When(Resume).Remember().StartGenerating().MoveTo(Queued)
        );

        During(
            [Queued, Generating],
            When(Progressed, IsCurrent(Generate)).NoteStart().MoveTo(Generating),
            When(ProofGenerated, IsSinceReplay).RememberProof().StartVerifying().MoveTo(Generated),
            When(GenerationFailed, MayRetry<ProofGenerationFailed>(retries))
                .StartGenerating(retries.Value)
                .MoveTo(Queued),
            When(GenerationFailed, IsFinal<ProofGenerationFailed>(retries)).Fail().MoveTo(Failed),
            When(Cancel).Cancel().MoveTo(Cancelled),
            When(Resume).ResumeGenerating(Queued, retries.Value),
            // a repeat, or an answer to an order of a stage that has not begun
            Ignore(Accepted),
            Ignore(ProofVerified),
            Ignore(VerificationFailed),
            Ignore(ProofPublished),
            Ignore(PublishingFailed)
        );

        During(
            [Generated, Verifying],
            When(Progressed, IsCurrent(Verify)).NoteStart().MoveTo(Verifying),
            When(ProofVerified, WithPublication).RememberVerification().StartPublishing().MoveTo(Verified),
            When(ProofVerified, WithoutPublication)
                .RememberVerification()
                .SkipPublication()
                .Complete()
                .MoveTo(Completed),
            When(VerificationFailed, MayRetry<ProofVerificationFailed>(retries))
                .StartVerifying(retries.Value)
                .MoveTo(Generated),
            When(VerificationFailed, IsFinal<ProofVerificationFailed>(retries)).Fail().MoveTo(Failed),
            When(Cancel).Cancel().MoveTo(Cancelled),
            When(Resume).KeepLastAttempt(retries.Value).StartVerifying().MoveTo(Generated),
            // repeats and answers of superseded attempts: the first proof is kept
            Ignore(Accepted),
            Ignore(ProofGenerated),
            Ignore(GenerationFailed),
            Ignore(ProofPublished),
            Ignore(PublishingFailed)
        );

        During(
            [Verified, Publishing],
            When(Progressed, IsCurrent(Publish)).NoteStart().MoveTo(Publishing),
            When(ProofPublished).RememberPublication().Complete().MoveTo(Completed),
            When(PublishingFailed, MayRetry<ProofPublishingFailed>(retries))
                .StartPublishing(retries.Value)
                .MoveTo(Verified),
            When(PublishingFailed, IsFinal<ProofPublishingFailed>(retries)).Fail().MoveTo(Failed),
            When(Resume).KeepLastAttempt(retries.Value).StartPublishing().MoveTo(Verified),
            When(Cancel).CancelUnlessTransactionExists(Cancelled),
            Ignore(Accepted),
            Ignore(ProofGenerated),
            Ignore(GenerationFailed),
            Ignore(ProofVerified),
            Ignore(VerificationFailed)
        );

        // The in-memory transport may have lost the announcement; telling it twice makes one dead letter.
        During(
            Failed,
            When(Resume).AnnounceFailure(),
            When(Replay, CanBeginAt(Generate)).Reopen(retries.Value).StartGenerating().MoveTo(Queued),
            When(Replay, CanBeginAt(Verify)).Reopen(retries.Value).StartVerifying().MoveTo(Generated),
            When(Replay, CanBeginAt(Publish)).Reopen(retries.Value).StartPublishing().MoveTo(Verified)
        );
        During([Completed, Cancelled], Ignore(Resume));

        // ordered twice: it goes on already
        During([Queued, Generating, Generated, Verifying, Verified, Publishing, Completed, Cancelled], Ignore(Replay));

        During([Completed, Failed], When(Cancel).RefuseToCancel());
        During(Cancelled, When(Cancel).ConfirmCancelled());

        // What is over stays over, whatever arrives later.
        During(
            [Completed, Failed, Cancelled],
            Ignore(Accepted),
            Ignore(Progressed),
            Ignore(ProofGenerated),
            Ignore(GenerationFailed),
            Ignore(ProofVerified),
            Ignore(VerificationFailed),
            Ignore(ProofPublished),
            Ignore(PublishingFailed)
        );
    }

    public State Queued { get; } = null!;
    public State Generating { get; } = null!;
    public State Generated { get; } = null!;
    public State Verifying { get; } = null!;
    public State Verified { get; } = null!;
    public State Publishing { get; } = null!;
    public State Completed { get; } = null!;
    public State Failed { get; } = null!;
    public State Cancelled { get; } = null!;

    public Event<ProofAccepted> Accepted { get; } = null!;
    public Event<ResumeProof> Resume { get; } = null!;
    public Event<CancelProof> Cancel { get; } = null!;
    public Event<ReplayProof> Replay { get; } = null!;
    public Event<ProofProgressed> Progressed { get; } = null!;
    public Event<ProofGenerated> ProofGenerated { get; } = null!;
    public Event<ProofGenerationFailed> GenerationFailed { get; } = null!;
    public Event<ProofVerified> ProofVerified { get; } = null!;
    public Event<ProofVerificationFailed> VerificationFailed { get; } = null!;
    public Event<ProofPublished> ProofPublished { get; } = null!;
    public Event<ProofPublishingFailed> PublishingFailed { get; } = null!;

    void CorrelateByProofId()
    {
        Event(() => Accepted, accepted => accepted.CorrelateById(context => context.Message.ProofId));
        Event(() => Resume, resume => resume.CorrelateById(context => context.Message.ProofId));
        Event(
            () => Cancel,
            cancel =>
                cancel
                    .CorrelateById(context => context.Message.ProofId)
                    .OnMissingInstance(missing => missing.ExecuteAsync(ProofJobSteps.AnswerUnknownAsync))
        );
        Event(() => Replay, replay => Correlate(replay, message => message.ProofId));
        Event(() => Progressed, progressed => Correlate(progressed, message => message.ProofId));
        Event(() => ProofGenerated, generated => Correlate(generated, message => message.ProofId));
        Event(() => GenerationFailed, failed => Correlate(failed, message => message.ProofId));
        Event(() => ProofVerified, verified => Correlate(verified, message => message.ProofId));
        Event(() => VerificationFailed, failed => Correlate(failed, message => message.ProofId));
        Event(() => ProofPublished, published => Correlate(published, message => message.ProofId));
        Event(() => PublishingFailed, failed => Correlate(failed, message => message.ProofId));
    }

    /// <summary>A message about a proof that no saga knows is dropped: nobody accepted that proof.</summary>
    static void Correlate<T>(IEventCorrelationConfigurator<ProofJobState, T> correlation, Func<T, Guid> proofId)
        where T : class =>
        correlation.CorrelateById(context => proofId(context.Message)).OnMissingInstance(missing => missing.Discard());

    static StateMachineCondition<ProofJobState, ProofProgressed> IsCurrent(Contracts.ProofStage stage) =>
        progressed => progressed.Message.Stage == stage && progressed.Message.Attempt == progressed.Saga.Attempt;

    /// <summary>
    /// Is this very failure meant, and is there what the stage needs? The inputs are erased once the proof is verified,
    /// so that a valid proof is never generated again.
    /// </summary>
    static StateMachineCondition<ProofJobState, ReplayProof> CanBeginAt(Contracts.ProofStage stage) =>
        replay =>
            replay.Message.Stage == stage
            && replay.Message.FailedAt.UtcDateTime == replay.Saga.FinishedAt
            && stage switch
            {
                Generate => replay.Saga.VerifiedAt is null,
                Verify => replay.Saga.ArtifactSha256 is not null,
                _ => replay.Saga.VerifiedAt is not null,
            };

    static StateMachineCondition<ProofJobState, T> MayRetry<T>(IOptions<RetrySchedules> retries)
        where T : class => failed => StageFailure.Of(failed.Message).MayRetry(failed.Saga, retries.Value);

    static StateMachineCondition<ProofJobState, T> IsFinal<T>(IOptions<RetrySchedules> retries)
        where T : class => failed => StageFailure.Of(failed.Message).IsFinal(failed.Saga, retries.Value);

    static bool WithPublication(BehaviorContext<ProofJobState, ProofVerified> context) =>
        context.Saga.Publish && context.Message.Attempt > context.Saga.AttemptsBeforeReplay;

    static bool WithoutPublication(BehaviorContext<ProofJobState, ProofVerified> context) =>
        !context.Saga.Publish && context.Message.Attempt > context.Saga.AttemptsBeforeReplay;

    /// <summary>Else it may be the proof that the replay has dropped. One that is stored is told of by the current attempt.</summary>
    static bool IsSinceReplay(BehaviorContext<ProofJobState, ProofGenerated> context) =>
        context.Message.Attempt > context.Saga.AttemptsBeforeReplay;
}
