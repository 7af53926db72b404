using ProofSaga.Contracts;
using ProofSaga.Persistence.Jobs;

namespace ProofSaga.Orchestrator.Tests.Attempts;

/// <summary>Every run of every attempt is on record, and nothing that has ended looks as if it ran.</summary>
public class RecordedRunsTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);

    SagaFixture saga = null!;

    [SetUp]
    public async Task Accept()
    {
        saga = await SagaFixture.StartAsync(
            new RetrySchedules
            {
                Generate = [TimeSpan.Zero, TimeSpan.FromMinutes(1)],
                Publish = [TimeSpan.FromMinutes(5)],
            }
        );
        await saga.AcceptAsync();
    }

    [TearDown]
    public async Task Stop() => await saga.DisposeAsync();

    [Test]
    public async Task A_run_is_on_record_from_its_start_to_its_end_with_who_did_it_and_when()
    {
        var run = Run("prover-1");

        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = run });
        var running = (await saga.JobsAsync()).Single();
        await saga.TellAsync(saga.Generated() with { Run = Over(run, seconds: 7) });
        var ended = (await saga.JobsAsync()).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((running.Status, running.CompletedAt), Is.EqualTo((JobStatus.Running, null as DateTime?)));
            Assert.That(ended.Id, Is.EqualTo(run.Id));
            Assert.That((ended.ProofId, ended.Circuit, ended.Client), Is.EqualTo((saga.ProofId, "preimage", "test")));
            Assert.That((ended.Stage, ended.Attempt), Is.EqualTo((ProofStage.Generate, 1)));
            Assert.That((ended.RetryCount, ended.MaxRetries), Is.EqualTo((0, 2)));
            Assert.That((ended.Status, ended.Worker), Is.EqualTo((JobStatus.Succeeded, "prover-1")));
            Assert.That(ended.StartedAt, Is.EqualTo(run.StartedAt.UtcDateTime));
            Assert.That(ended.CompletedAt - ended.StartedAt, Is.EqualTo(TimeSpan.FromSeconds(7)), "the worker's clock");
            Assert.That((ended.ErrorCode, ended.ErrorMessage), Is.EqualTo((null as string, null as string)));
        }
    }

    [Test]
    public async Task Each_stage_of_a_proof_has_its_run_though_nobody_told_of_a_start()
    {
        await saga.TellAsync(saga.Generated() with { Run = Over(Run("prover-1")) });
        await saga.TellAsync(saga.Verified() with { Run = Over(Run("prover-2", second: 10)) });
        await saga.TellAsync(saga.Published() with { Run = Over(Run("publisher", second: 20)) });

        var jobs = await saga.JobsAsync();
        Assert.That(
            jobs.Select(job => (job.Stage, job.Worker)),
            Is.EqualTo(
                new[]
                {
                    (ProofStage.Generate, "prover-1"),
                    (ProofStage.Verify, "prover-2"),
                    (ProofStage.Publish, "publisher"),
                }
            )
        );
        Assert.That(jobs.Select(job => job.Status), Is.All.EqualTo(JobStatus.Succeeded));
    }

    [Test]
    public async Task A_failed_run_says_why_and_when_it_is_tried_again()
    {
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());
        var run = Run("publisher");
        await saga.TellAsync(saga.Progressed(ProofStage.Publish) with { Run = run });
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        await saga.TellAsync(saga.PublishingFailed(FailureKind.Transient) with { Run = Over(run) });
        var proof = await saga.ProofRowAsync();
        await saga.TellAsync(saga.PublishingFailed(FailureKind.Transient, attempt: 2));

        var jobs = (await saga.JobsAsync()).Where(job => job.Stage == ProofStage.Publish).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(jobs.Select(job => job.Status), Is.All.EqualTo(JobStatus.Failed));
            Assert.That(
                jobs.Select(job => (job.Attempt, job.RetryCount, job.MaxRetries)),
                Is.EqualTo(new[] { (1, 0, 1), (2, 1, 1) })
            );
            Assert.That(
                (jobs[0].ErrorCode, jobs[0].ErrorMessage),
                Is.EqualTo(("rpc_error", "the node did not answer"))
            );
            Assert.That(
                jobs[0].NextAttemptAt,
                Is.InRange(
                    before.AddMinutes(5),
                    TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5 * (1 + RetrySchedules.MostJitter))
                )
            );
            Assert.That(proof.NextAttemptAt, Is.EqualTo(jobs[0].NextAttemptAt));
            Assert.That((proof.RetryCount, proof.MaxRetries), Is.EqualTo((1, 1 as int?)));
            Assert.That(jobs[1].NextAttemptAt, Is.Null, "it was the last");
            Assert.That((await saga.ProofRowAsync()).NextAttemptAt, Is.Null);
        }
    }

    [Test]
    public async Task A_retry_that_is_ordered_at_once_waits_for_nothing()
    {
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient));

        var proof = await saga.ProofRowAsync();
        Assert.That((proof.RetryCount, proof.MaxRetries), Is.EqualTo((1, 2 as int?)));
        Assert.That(proof.NextAttemptAt, Is.Null);
        Assert.That((await saga.JobsAsync()).Single().NextAttemptAt, Is.Not.Null, "another attempt follows");
    }

    [Test]
    public async Task A_waiting_retry_is_no_longer_announced_once_its_attempt_has_begun()
    {
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient));
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 2));
        var waiting = await saga.ProofRowAsync();

        await saga.TellAsync(saga.Progressed(ProofStage.Generate, attempt: 3));

        Assert.That(waiting.NextAttemptAt, Is.Not.Null);
        Assert.That((await saga.ProofRowAsync()).NextAttemptAt, Is.Null);
    }

    [Test]
    public async Task A_start_that_is_told_twice_is_one_run()
    {
        var started = saga.Progressed(ProofStage.Generate) with { Run = Run("prover-1") };

        await saga.TellAsync(started);
        await saga.TellAsync(started);

        Assert.That((await saga.JobsAsync()).Single().Status, Is.EqualTo(JobStatus.Running));
    }

    [Test]
    public async Task A_start_that_arrives_after_the_answer_opens_nothing()
    {
        var run = Run("prover-1");

        await saga.TellAsync(saga.Generated() with { Run = Over(run) });
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = run });

        Assert.That((await saga.JobsAsync()).Single().Status, Is.EqualTo(JobStatus.Succeeded));
    }

    [Test]
    public async Task An_order_that_another_worker_takes_up_leaves_the_first_run_lost()
    {
        var first = Run("prover-1");
        var second = Run("prover-2", second: 10);

        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = first });
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = second });
        // the first one's note once more, after the second one's
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = first });
        await saga.TellAsync(saga.Generated() with { Run = Over(second) });

        var jobs = await saga.JobsAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(jobs.Select(job => job.Status), Is.EqualTo(new[] { JobStatus.Lost, JobStatus.Succeeded }));
            Assert.That(jobs[0].ErrorMessage, Does.Contain("prover-2 took the order up"));
            Assert.That(jobs[0].CompletedAt, Is.Not.Null);
        }
    }

    [Test]
    public async Task A_lost_run_that_brings_the_proof_after_all_has_succeeded_and_the_other_is_superseded()
    {
        var first = Run("prover-1");
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = first });
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = Run("prover-2", second: 10) });

        await saga.TellAsync(saga.Generated() with { Run = Over(first) });

        var jobs = await saga.JobsAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                jobs.Select(job => job.Status),
                Is.EqualTo(new[] { JobStatus.Succeeded, JobStatus.Superseded })
            );
            Assert.That((jobs[0].ErrorCode, jobs[0].ErrorMessage), Is.EqualTo((null as string, null as string)));
            Assert.That(jobs[1].ErrorMessage, Does.Contain("prover-1 answered first"));
        }
    }

    [Test]
    public async Task A_proof_of_an_earlier_attempt_ends_the_run_of_the_current_one()
    {
        var first = Run("prover-1");
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = first });
        // as if it was cut off: nobody who says so names the run
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient));
        var second = Run("prover-2", second: 10);
        await saga.TellAsync(saga.Progressed(ProofStage.Generate, attempt: 2) with { Run = second });

        await saga.TellAsync(saga.Generated(attempt: 1) with { Run = Over(first) });
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 2) with { Run = Over(second) });

        var jobs = await saga.JobsAsync();
        Assert.That(
            jobs.Select(job => (job.Worker, job.Status)),
            Is.EqualTo(new[] { ("prover-1", JobStatus.Succeeded), ("prover-2", JobStatus.Superseded) })
        );
    }

    [Test]
    public async Task Cancelling_ends_the_run_with_the_reason()
    {
        var run = Run("prover-1");
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = run });

        await saga.TellAsync(saga.Cancel());
        await saga.TellAsync(saga.Generated() with { Run = Over(run) });

        var job = (await saga.JobsAsync()).Single();
        Assert.That((job.Status, job.ErrorMessage), Is.EqualTo((JobStatus.Cancelled, "not needed any more")));
    }

    [Test]
    public async Task What_ran_when_the_process_ended_is_lost_and_the_order_is_given_again()
    {
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = Run("host/1") });

        await saga.TellAsync(saga.Resume());
        await saga.TellAsync(saga.Progressed(ProofStage.Generate, attempt: 2) with { Run = Run("host/2", second: 10) });

        var jobs = await saga.JobsAsync();
        Assert.That(
            jobs.Select(job => (job.Status, job.RetryCount)),
            Is.EqualTo(new[] { (JobStatus.Lost, 0), (JobStatus.Running, 1) })
        );
    }

    [Test]
    public async Task A_worker_that_threw_ends_the_run_that_it_began()
    {
        await saga.TellAsync(saga.Progressed(ProofStage.Generate) with { Run = Run("prover-1") });

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent));

        var job = (await saga.JobsAsync()).Single();
        Assert.That(
            (job.Status, job.Worker, job.ErrorCode),
            Is.EqualTo((JobStatus.Failed, "prover-1", "prover_crashed"))
        );
    }

    [Test]
    public async Task After_a_replay_the_retries_count_from_the_beginning_and_late_answers_from_before_record_nothing()
    {
        var first = Run("prover-1");
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent) with { Run = Over(first) });
        await saga.TellAsync(saga.Replay(ProofStage.Generate));

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient, attempt: 1) with { Run = Over(first) });
        await saga.TellAsync(
            saga.Progressed(ProofStage.Generate, saga.Saga!.Attempt) with
            {
                Run = Run("prover-2", second: 10),
            }
        );

        var jobs = await saga.JobsAsync();
        Assert.That(
            jobs.Select(job => (job.Status, job.RetryCount)),
            Is.EqualTo(new[] { (JobStatus.Failed, 0), (JobStatus.Running, 0) })
        );
        Assert.That(jobs[1].Attempt, Is.GreaterThan(jobs[0].Attempt));
    }

    [Test]
    public async Task Workers_of_an_earlier_version_are_recorded_without_their_names()
    {
        await saga.TellAsync(saga.Progressed(ProofStage.Generate));
        await saga.TellAsync(saga.Progressed(ProofStage.Generate));
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());

        var jobs = await saga.JobsAsync();
        Assert.That(jobs.Select(job => job.Stage), Is.EqualTo(new[] { ProofStage.Generate, ProofStage.Verify }));
        Assert.That(jobs.Select(job => job.Status), Is.All.EqualTo(JobStatus.Succeeded));
        Assert.That(jobs.Select(job => job.Worker), Is.All.Null);
    }

    static AttemptRun Run(string worker, int second = 0) =>
        new(Guid.CreateVersion7(), worker, Start.AddSeconds(second));

    static AttemptRun Over(AttemptRun run, int seconds = 1) =>
        run with
        {
            CompletedAt = run.StartedAt.AddSeconds(seconds),
        };
}
