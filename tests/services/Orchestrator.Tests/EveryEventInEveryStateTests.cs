using ProofSaga.Contracts;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>
/// Every state × every event has a decided outcome; none throws. A run is on record as running while a worker is at it, no
/// longer.
/// </summary>
public class EveryEventInEveryStateTests
{
    static readonly string[] States =
    [
        "Queued",
        "Generating",
        "Generated",
        "Verifying",
        "Verified",
        "Publishing",
        "Completed",
        "Failed",
        "Cancelled",
    ];

    /// <summary>The events, each with the state that follows it in each of <see cref="States"/>, in their order.</summary>
    static readonly (string Event, string[] Next)[] Table =
    [
        ("accepted", States),
        ("generate progressed", ["Generating", "Generating", .. States[2..]]),
        ("verify progressed", ["Queued", "Generating", "Verifying", "Verifying", .. States[4..]]),
        ("publish progressed", [.. States[..4], "Publishing", "Publishing", .. States[6..]]),
        ("generated", ["Generated", "Generated", .. States[2..]]),
        ("generation failed", ["Queued", "Queued", .. States[2..]]),
        ("generation failed for good", ["Failed", "Failed", .. States[2..]]),
        ("verified", [.. States[..2], "Verified", "Verified", .. States[4..]]),
        ("verification failed", [.. States[..2], "Generated", "Generated", .. States[4..]]),
        ("verification failed for good", [.. States[..2], "Failed", "Failed", .. States[4..]]),
        ("published", [.. States[..4], "Completed", "Completed", .. States[6..]]),
        ("publishing failed", [.. States[..4], "Verified", "Verified", .. States[6..]]),
        ("publishing failed for good", [.. States[..4], "Failed", "Failed", .. States[6..]]),
        ("cancel", [.. Enumerable.Repeat("Cancelled", 6), .. States[6..]]),
        ("cancel with a transaction", [.. Enumerable.Repeat("Cancelled", 4), .. States[4..]]),
        ("replay from generate", [.. States[..7], "Queued", "Cancelled"]),
        ("replay from verify", States),
        ("replay from publish", States),
        ("replay of an earlier failure", States),
        ("resume", ["Queued", "Queued", "Generated", "Generated", "Verified", "Verified", .. States[6..]]),
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Table
        from cell in States.Zip(row.Next)
        select new TestCaseData(cell.First, row.Event, cell.Second).SetName(
            $"{row.Event} in {cell.First} leads to {cell.Second}"
        );

    [TestCaseSource(nameof(Cells))]
    public async Task Is_decided(string state, string @event, string next)
    {
        await using var saga = await SagaFixture.StartAsync();
        await BringToAsync(saga, state);
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo(state));

        await TellAsync(saga, @event);

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo(next));
        var running = (await saga.JobsAsync()).Where(job => job.Status == JobStatus.Running).Select(job => job.Id);
        Assert.That(
            running,
            Is.EqualTo(next.EndsWith("ing", StringComparison.Ordinal) ? new[] { saga.Saga.RunId } : [])
        );
    }

    static async Task BringToAsync(SagaFixture saga, string state)
    {
        string[] way = state switch
        {
            "Queued" => [],
            "Generating" => ["generate progressed"],
            "Generated" => ["generated"],
            "Verifying" => ["generated", "verify progressed"],
            "Verified" => ["generated", "verified"],
            "Publishing" => ["generated", "verified", "publish progressed"],
            "Completed" => ["generated", "verified", "published"],
            "Failed" => ["generation failed for good"],
            "Cancelled" => ["cancel"],
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no such state"),
        };
        await saga.AcceptAsync();
        foreach (var step in way)
            await TellAsync(saga, step);
    }

    static Task TellAsync(SagaFixture saga, string @event) =>
        @event switch
        {
            "accepted" => saga.AcceptAsync(),
            "generate progressed" => saga.TellAsync(saga.Progressed(ProofStage.Generate)),
            "verify progressed" => saga.TellAsync(saga.Progressed(ProofStage.Verify)),
            "publish progressed" => saga.TellAsync(saga.Progressed(ProofStage.Publish)),
            "generated" => saga.TellAsync(saga.Generated()),
            "generation failed" => saga.TellAsync(saga.GenerationFailed(FailureKind.Transient)),
            "generation failed for good" => saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent)),
            "verified" => saga.TellAsync(saga.Verified()),
            "verification failed" => saga.TellAsync(saga.VerificationFailed(FailureKind.Transient)),
            "verification failed for good" => saga.TellAsync(saga.VerificationFailed(FailureKind.Permanent)),
            "published" => saga.TellAsync(saga.Published()),
            "publishing failed" => saga.TellAsync(saga.PublishingFailed(FailureKind.Transient)),
            "publishing failed for good" => saga.TellAsync(saga.PublishingFailed(FailureKind.Permanent)),
            "cancel" => saga.TellAsync(saga.Cancel()),
            "cancel with a transaction" => CancelWithTransactionAsync(saga),
            "replay from generate" => saga.TellAsync(saga.Replay(ProofStage.Generate)),
            "replay from verify" => saga.TellAsync(saga.Replay(ProofStage.Verify)),
            "replay from publish" => saga.TellAsync(saga.Replay(ProofStage.Publish)),
            "replay of an earlier failure" => saga.TellAsync(
                saga.Replay(ProofStage.Generate) with
                {
                    FailedAt = DateTimeOffset.UnixEpoch,
                }
            ),
            "resume" => saga.TellAsync(saga.Resume()),
            _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "no such event"),
        };

    /// <summary>Only where publication is ordered is there one to look for.</summary>
    static async Task CancelWithTransactionAsync(SagaFixture saga)
    {
        await saga.PrepareTransactionAsync();
        await saga.TellAsync(saga.Cancel());
    }
}
