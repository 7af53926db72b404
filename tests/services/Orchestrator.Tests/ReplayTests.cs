using ProofSaga.Contracts;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>A failed proof goes on from a stage; nothing that was done is done again without need.</summary>
public class ReplayTests
{
    SagaFixture saga = null!;

    [SetUp]
    public async Task Start()
    {
        saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();
    }

    [TearDown]
    public async Task Stop() => await saga.DisposeAsync();

    [Test]
    public async Task From_publish_it_is_published_without_being_proved_or_verified_again()
    {
        await FailAtPublishAsync();

        await saga.TellAsync(saga.Replay(ProofStage.Publish));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Verified"));
        await saga.TellAsync(saga.Published(CurrentAttempt));

        var proof = await saga.ProofRowAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Completed"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Sent<VerifyProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Sent<PublishProof>(), Has.Count.EqualTo(2));
            Assert.That(saga.Announced<ProofCompleted>(), Has.Count.EqualTo(1));
            Assert.That(proof.Status, Is.EqualTo(ProofStatus.Completed));
            Assert.That(
                (proof.FailedStage, proof.ErrorCode, proof.ErrorMessage),
                Is.EqualTo((null as ProofStage?, null as string, null as string))
            );
        }
    }

    [Test]
    public async Task From_verify_the_stored_proof_is_checked_again()
    {
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.VerificationFailed(FailureKind.Permanent));

        await saga.TellAsync(saga.Replay(ProofStage.Verify));

        var proof = await saga.ProofRowAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Generated"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Sent<VerifyProof>(), Has.Count.EqualTo(2));
            Assert.That(saga.Saga.ArtifactSha256, Is.EqualTo(SagaFixture.Artifact));
            Assert.That((proof.Status, proof.FinishedAt), Is.EqualTo((ProofStatus.Generated, null as DateTime?)));
        }
    }

    [Test]
    public async Task From_generate_a_proof_that_did_not_verify_is_dropped_and_made_anew()
    {
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.VerificationFailed(FailureKind.Permanent));

        await saga.TellAsync(saga.Replay(ProofStage.Generate));

        var proof = await saga.ProofRowAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(2));
            Assert.That(saga.Saga.ArtifactSha256, Is.Null);
            Assert.That(
                (proof.ArtifactSha256, proof.Document, proof.GeneratedAt),
                Is.EqualTo((null as string, null as byte[], null as DateTime?))
            );
            Assert.That(proof.ProtectedInputs, Is.Not.Null);
        }
    }

    [Test]
    public async Task A_verified_proof_is_never_generated_again()
    {
        await FailAtPublishAsync();

        await saga.TellAsync(saga.Replay(ProofStage.Generate));

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
        Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_replay_that_is_ordered_twice_is_done_once()
    {
        await FailAtPublishAsync();
        var replay = saga.Replay(ProofStage.Publish);

        await saga.TellAsync(replay);
        await saga.TellAsync(replay);
        await saga.TellAsync(saga.PublishingFailed(FailureKind.Permanent, CurrentAttempt));
        await saga.TellAsync(replay);

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
        Assert.That(saga.Sent<PublishProof>(), Has.Count.EqualTo(2));
        DateTimeOffset[] failures = [.. saga.Announced<ProofFailed>().Select(failed => failed.FailedAt)];
        Assert.That(failures, Has.Length.EqualTo(2).And.Unique);
    }

    [Test]
    public async Task The_schedule_of_retries_begins_anew_and_late_answers_from_before_change_nothing()
    {
        for (var attempt = 1; attempt <= 4; attempt++)
            await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));

        await saga.TellAsync(saga.Replay(ProofStage.Generate));
        var first = CurrentAttempt;
        for (var late = 1; late <= 4; late++)
            await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent, late));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
        for (var attempt = first; attempt < first + 3; attempt++)
            await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, first + 3));

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
        Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(8));
    }

    [Test]
    public async Task After_a_replay_attempts_have_new_numbers_however_often_the_host_had_crashed()
    {
        for (var crash = 0; crash < 10; crash++)
            await saga.TellAsync(saga.Resume());
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent, CurrentAttempt));
        var used = saga.Sent<GenerateProof>().Max(order => order.Attempt);

        await saga.TellAsync(saga.Replay(ProofStage.Generate));

        Assert.That(CurrentAttempt, Is.GreaterThan(used));
    }

    [Test]
    public async Task The_proof_that_a_replay_has_dropped_and_what_was_said_of_it_do_not_come_back()
    {
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.VerificationFailed(FailureKind.Permanent));
        await saga.TellAsync(saga.Replay(ProofStage.Generate));

        await saga.TellAsync(saga.Generated());
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
        await saga.TellAsync(saga.Generated(CurrentAttempt));
        await saga.TellAsync(saga.Verified());
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Generated"));
        await saga.TellAsync(saga.Verified(CurrentAttempt));

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Verified"));
    }

    int CurrentAttempt => saga.Saga!.Attempt;

    async Task FailAtPublishAsync()
    {
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());
        await saga.TellAsync(saga.PublishingFailed(FailureKind.Permanent));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
    }
}
