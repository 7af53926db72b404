using MassTransit;
using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator.Attempts;

/// <summary>The retry that the event at hand leads to.</summary>
/// <param name="Delay">How long its order waits in the outbox.</param>
/// <param name="At">When it is due, UTC.</param>
sealed record PlannedRetry(TimeSpan Delay, DateTime At)
{
    /// <summary>Plans the attempt that the saga is at now, for whatever else this event does.</summary>
    public static void Plan(BehaviorContext<ProofJobState> context, ProofStage stage, RetrySchedules schedules)
    {
        var job = context.Saga;
        var delay = schedules.DelayAfter(stage, job.Circuit, job.AttemptSinceReplay() - 1, Random.Shared);
        var planned = new PlannedRetry(delay, context.UtcNow() + delay);
        context.AddOrUpdatePayload(() => planned, _ => planned);
    }

    /// <returns>null when the event leads to no retry.</returns>
    public static PlannedRetry? Of(PipeContext context) =>
        context.TryGetPayload(out PlannedRetry? planned) ? planned : null;
}
