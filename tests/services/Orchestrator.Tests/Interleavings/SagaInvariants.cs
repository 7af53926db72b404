using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>
/// What holds of a proof whatever arrives in whatever order. Each check throws an <see cref="InvalidOperationException"/>, not an
/// assertion of NUnit's: a script that fails is tried again, shorter, and must not count twice.
/// </summary>
sealed class SagaInvariants(RetrySchedules schedules)
{
    readonly HashSet<string> dropped = [];
    readonly List<Order> earlier = [];
    readonly Dictionary<Order, string?> artifactOf = [];
    readonly List<Order> sinceReplay = [];
    int resumes;
    int replays;
    bool wasVerified;

    public static bool IsTerminal(ProofJobState job) => job.CurrentState is "Completed" or "Failed" or "Cancelled";

    /// <param name="before">Null before the first message.</param>
    /// <param name="ends">All that were told so far.</param>
    public void Check(
        ProofJobState? before,
        object message,
        ProofJobState after,
        IReadOnlyList<Order> orders,
        IReadOnlyList<string> ends
    )
    {
        Order[] made = [.. orders.Skip(earlier.Count)];
        var isReplay = message is ReplayProof && before!.CurrentState == "Failed" && after.CurrentState != "Failed";
        if (isReplay)
            NoteReplay((ReplayProof)message, before!);
        resumes += message is ResumeProof ? 1 : 0;

        Require(made.Length <= 1, "one message makes one order");
        foreach (var order in made)
            CheckOrder(order, message, before, isReplay);
        if (before is not null)
        {
            Require(!IsTerminal(before) || isReplay || IsSame(before, after), "what is over stays over");
            if (IsSuperseded(message, before))
                Require(IsSame(before, after) && made.Length == 0, "what is not current changes nothing");
        }

        Require(ends.Count == replays + (IsTerminal(after) ? 1 : 0), "one end is told, and one more for each replay");
        wasVerified |= message is ProofVerified && after.CurrentState != before!.CurrentState;
        Note(made, after);
    }

    public static void CheckEnd(ProofJobState job, string shownStatus)
    {
        Require(IsTerminal(job), $"a proof whose orders are all delivered ends, and does not stay {job.CurrentState}");
        Require(job.CurrentState == shownStatus, "the proof's row shows the saga's state");
    }

    void CheckOrder(Order order, object message, ProofJobState? before, bool isReplay)
    {
        Require(
            earlier.TrueForAll(other =>
                other.Stage != order.Stage
                || other.Attempt < order.Attempt
                || (message is ResumeProof && order.Attempt == before!.Attempt && other.Attempt == order.Attempt)
            ),
            "attempts only grow, but for the last one that a crash cut off"
        );
        Require(
            sinceReplay.Count(other => other.Stage == order.Stage)
                <= schedules.Of(order.Stage, "preimage").Count + resumes,
            "a stage is tried once and as often as its schedule says"
        );
        if (order.Stage != ProofStage.Generate)
            return;

        Require(before?.ArtifactSha256 is null || isReplay, "what is generated is not generated again");
        Require(!wasVerified, "a valid proof is never generated again");
    }

    void NoteReplay(ReplayProof replay, ProofJobState before)
    {
        replays++;
        resumes = 0;
        sinceReplay.Clear();
        if (replay.Stage == ProofStage.Generate && before.ArtifactSha256 is { } artifact)
            dropped.Add(artifact);
    }

    void Note(IEnumerable<Order> made, ProofJobState after)
    {
        foreach (var order in made)
        {
            earlier.Add(order);
            sinceReplay.Add(order);
            artifactOf[order] = after.ArtifactSha256;
        }
    }

    /// <summary>An answer to another order than the current one, but for a proof that may still be kept.</summary>
    bool IsSuperseded(object message, ProofJobState before) =>
        message switch
        {
            ProofProgressed told => !IsCurrent(before, told.Stage, told.Attempt),
            ProofGenerationFailed told => !IsCurrent(before, ProofStage.Generate, told.Attempt),
            ProofVerificationFailed told => !IsCurrent(before, ProofStage.Verify, told.Attempt),
            ProofPublishingFailed told => !IsCurrent(before, ProofStage.Publish, told.Attempt),
            ProofGenerated told => StageOf(before) != ProofStage.Generate || dropped.Contains(told.ArtifactSha256),
            ProofVerified told => StageOf(before) != ProofStage.Verify
                || artifactOf[new Order(ProofStage.Verify, told.Attempt)] != before.ArtifactSha256,
            ProofPublished => StageOf(before) != ProofStage.Publish,
            _ => false,
        };

    static bool IsCurrent(ProofJobState job, ProofStage stage, int attempt) =>
        StageOf(job) == stage && job.Attempt == attempt;

    static ProofStage? StageOf(ProofJobState job) =>
        job.CurrentState switch
        {
            "Queued" or "Generating" => ProofStage.Generate,
            "Generated" or "Verifying" => ProofStage.Verify,
            "Verified" or "Publishing" => ProofStage.Publish,
            _ => null,
        };

    static bool IsSame(ProofJobState before, ProofJobState after) =>
        (before.CurrentState, before.Attempt, before.ArtifactSha256, before.FinishedAt)
        == (after.CurrentState, after.Attempt, after.ArtifactSha256, after.FinishedAt);

    static void Require(bool holds, string invariant)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that {invariant}.");
    }
}
