using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;

namespace ProofSaga.Orchestrator.Tests;

public class RetryTests
{
    [Test]
    public async Task A_transient_failure_is_tried_again_until_the_limit_and_then_is_final()
    {
        await using var saga = await SagaFixture.StartAsync(
            new RetrySchedules { Generate = [TimeSpan.Zero, TimeSpan.Zero] }
        );
        await saga.AcceptAsync();

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 1));
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 2));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 3));

        var failed = saga.Announced<ProofFailed>().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
            Assert.That(saga.Sent<GenerateProof>().Select(order => order.Attempt), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(failed.Stage, Is.EqualTo(ProofStage.Generate));
            Assert.That(failed.Attempts, Is.EqualTo(3));
            Assert.That((failed.Kind, failed.Code), Is.EqualTo((FailureKind.Transient, FailureCodes.ProverCrashed)));
        }
    }

    [Test]
    public async Task A_permanent_failure_is_never_tried_again()
    {
        await using var saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Announced<ProofFailed>().Single().Kind, Is.EqualTo(FailureKind.Permanent));
            Assert.That((await saga.ProofRowAsync()).ErrorCode, Is.EqualTo(FailureCodes.ProverCrashed));
            Assert.That((await saga.ProofRowAsync()).FailureKind, Is.EqualTo(FailureKind.Permanent));
        }
    }

    [Test]
    public async Task A_failure_of_an_earlier_attempt_changes_nothing()
    {
        await using var saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 1));

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent, attempt: 1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task A_proof_of_an_earlier_attempt_is_kept()
    {
        await using var saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 1));

        await saga.TellAsync(saga.Generated(attempt: 1));

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Generated"));
    }

    [Test]
    public async Task A_publishing_failure_never_proves_again()
    {
        await using var saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());

        await saga.TellAsync(saga.PublishingFailed(FailureKind.Transient));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Verified"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Sent<PublishProof>().Select(order => order.Attempt), Is.EqualTo(new[] { 1, 2 }));
        }
    }

    [Test]
    public async Task A_retry_shows_its_attempt_in_the_proofs_row()
    {
        await using var saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient));

        Assert.That((await saga.ProofRowAsync()).Attempt, Is.EqualTo(2));
    }

    [Test]
    public void The_default_schedules_are_those_of_the_documentation()
    {
        var retries = new RetrySchedules();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Seconds(retries.Of(ProofStage.Generate, "preimage")), Is.EqualTo(new[] { 0, 60, 300 }));
            Assert.That(Seconds(retries.Of(ProofStage.Verify, "preimage")), Is.EqualTo(new[] { 0, 30, 120 }));
            Assert.That(Seconds(retries.Of(ProofStage.Publish, "preimage")), Is.EqualTo(new[] { 60, 120, 240 }));
        }

        static double[] Seconds(IEnumerable<TimeSpan> delays) => [.. delays.Select(delay => delay.TotalSeconds)];
    }

    [Test]
    public async Task A_retry_waits_as_long_as_its_circuits_schedule_says_and_up_to_a_fifth_longer()
    {
        await using var saga = await SagaFixture.StartAsync(
            new RetrySchedules
            {
                Generate = [TimeSpan.FromDays(1)],
                Circuits = { ["preimage"] = new() { Generate = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)] } },
            }
        );
        await saga.AcceptAsync();

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 1));
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 2));

        var delays = saga.Delays<GenerateProof>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(delays, Has.Count.EqualTo(3));
            Assert.That(delays[0], Is.Null);
            Assert.That(delays[1]?.TotalSeconds, Is.InRange(60, 72));
            Assert.That(delays[2]?.TotalSeconds, Is.InRange(300, 360));
        }
    }

    [TestCase(0.0, 120)]
    [TestCase(0.5, 132)]
    [TestCase(0.9999999, 144)]
    public void Every_stage_waits_up_to_a_fifth_longer_than_it_must(double random, double seconds)
    {
        var retries = new RetrySchedules { Generate = [TimeSpan.Zero, TimeSpan.FromMinutes(2)] };

        Assert.That(Delay(ProofStage.Generate, attempt: 2), Is.EqualTo(seconds).Within(0.001));
        Assert.That(Delay(ProofStage.Verify, attempt: 3), Is.EqualTo(seconds).Within(0.001));
        Assert.That(Delay(ProofStage.Publish, attempt: 2), Is.EqualTo(seconds).Within(0.001));
        Assert.That(Delay(ProofStage.Generate, attempt: 1), Is.Zero, "at once is at once");

        double Delay(ProofStage stage, int attempt) =>
            retries.DelayAfter(stage, "preimage", attempt, new FixedRandom(random)).TotalSeconds;
    }

    [Test]
    public async Task A_circuit_without_retries_fails_at_its_first_failure()
    {
        await using var saga = await SagaFixture.StartAsync(
            new RetrySchedules { Circuits = { ["PREIMAGE"] = new() { Generate = [] } } }
        );
        await saga.AcceptAsync();

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient));

        var proof = await saga.ProofRowAsync();
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Failed"));
        Assert.That((proof.RetryCount, proof.MaxRetries), Is.EqualTo((0, 0 as int?)));
    }

    sealed class FixedRandom(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
