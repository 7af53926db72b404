using ProofSaga.Contracts;
using ProofSaga.Contracts.Replaying;

namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>
/// One proof, its saga, and workers that a script plays. A worker that is to generate a proof that is stored answers with that
/// one, as the real one does; else it makes another.
/// </summary>
sealed class SimulatedProof(SagaFixture saga, SagaOutput output, RetrySchedules schedules)
{
    /// <summary>Answers that bring any proof to its end when nothing goes wrong any more: one for each stage.</summary>
    const int Stages = 3;

    readonly SagaInvariants invariants = new(schedules);
    readonly List<object> told = [];
    string? stored;
    int generated;
    bool hasTransaction;
    ProofJobState? job;

    public async Task RunAsync(IReadOnlyList<Step> script)
    {
        await TellAsync(saga.Accepted());
        foreach (var step in script)
            await DoAsync(step);

        await DeliverWhatWasLostAsync();
        SagaInvariants.CheckEnd(job!, $"{(await saga.ProofRowAsync()).Status}");
    }

    Task DoAsync(Step step) =>
        step.Kind switch
        {
            StepKind.AcceptAgain => TellAsync(saga.Accepted()),
            StepKind.Resume => TellAsync(saga.Resume()),
            StepKind.Cancel => TellAsync(saga.Cancel()),
            StepKind.PrepareTransaction => PrepareTransactionAsync(),
            StepKind.ReplayFromGenerate => ReplayFromGenerateAsync(),
            StepKind.ReplayFromVerify => TellAsync(saga.Replay(ProofStage.Verify)),
            StepKind.ReplayFromPublish => TellAsync(saga.Replay(ProofStage.Publish)),
            StepKind.DeliverAgain => TellAsync(told[^(1 + (step.Back % told.Count))]),
            _ => AnswerAsync(OrderAt(step.Back), step.Kind),
        };

    Task AnswerAsync(Order order, StepKind answer) =>
        TellAsync(
            answer switch
            {
                StepKind.Begin => saga.Progressed(order.Stage, order.Attempt),
                StepKind.Succeed => Success(order),
                _ => Failure(order, answer == StepKind.FailForNow ? FailureKind.Transient : FailureKind.Permanent),
            }
        );

    object Success(Order order) =>
        order.Stage switch
        {
            ProofStage.Generate => saga.Generated(order.Attempt) with
            {
                ArtifactSha256 = stored ??= $"{++generated}".PadLeft(64, '0'),
            },
            ProofStage.Verify => saga.Verified(order.Attempt),
            _ => saga.Published(order.Attempt),
        };

    object Failure(Order order, FailureKind kind) =>
        order.Stage switch
        {
            ProofStage.Generate => saga.GenerationFailed(kind, order.Attempt),
            ProofStage.Verify => saga.VerificationFailed(kind, order.Attempt),
            _ => saga.PublishingFailed(kind, order.Attempt),
        };

    /// <summary>Intake orders none without the inputs, unless it has overtaken the news that the proof is verified.</summary>
    async Task ReplayFromGenerateAsync()
    {
        var proof = await saga.ProofRowAsync();
        if (proof.ProtectedInputs is not null || proof.VerifiedAt is not null)
            await TellAsync(saga.Replay(ProofStage.Generate));
    }

    async Task PrepareTransactionAsync()
    {
        if (hasTransaction || job!.CurrentState is not ("Verified" or "Publishing"))
            return;

        hasTransaction = true;
        await saga.PrepareTransactionAsync(hash: $"0x{saga.ProofId:N}");
    }

    /// <summary>Every order that is current is delivered at last, and its worker answers.</summary>
    async Task DeliverWhatWasLostAsync()
    {
        for (var answers = 0; answers < Stages && !SagaInvariants.IsTerminal(job!); answers++)
            await AnswerAsync(OrderAt(0), StepKind.Succeed);
    }

    Order OrderAt(int back)
    {
        var orders = output.OrdersOf(saga.ProofId);
        return orders[^(1 + (back % orders.Count))];
    }

    async Task TellAsync(object message)
    {
        var before = job;
        await saga.TellAsync(message);
        var after = job = saga.Saga!;
        told.Add(message);
        if (message is ReplayProof { Stage: ProofStage.Generate } && before!.CurrentState != after.CurrentState)
            stored = null;
        invariants.Check(before, message, after, output.OrdersOf(saga.ProofId), output.EndsOf(saga.ProofId));
    }
}
