using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.DeadLetters.Tests;

public class DeadLetterTests
{
    static readonly DateTimeOffset FailedAt = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);

    DeadLettersHost host = null!;

    [SetUp]
    public async Task Start() => host = await DeadLettersHost.StartAsync();

    [TearDown]
    public async Task Stop() => await host.DisposeAsync();

    [Test]
    public async Task A_failed_proof_is_kept_with_what_a_replay_needs()
    {
        var failed = Failed(Guid.NewGuid(), FailedAt);

        await host.Bus.Publish(failed);
        await host.ConsumedAsync(1);

        var letter = (await host.LettersAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(letter.ProofId, Is.EqualTo(failed.ProofId));
            Assert.That(letter.Stage, Is.EqualTo("publish"));
            Assert.That(letter.Attempts, Is.EqualTo(4));
            Assert.That(letter.Code, Is.EqualTo("rpc_unreachable"));
            Assert.That(letter.Error, Is.EqualTo("no node answered"));
            Assert.That(letter.Client, Is.EqualTo("relay"));
            Assert.That(letter.Circuit, Is.EqualTo("preimage"));
            Assert.That(letter.FailedAt, Is.EqualTo(FailedAt.UtcDateTime));
        }
    }

    [Test]
    public async Task The_same_failure_told_twice_is_one_letter()
    {
        var failed = Failed(Guid.NewGuid(), FailedAt);

        await host.Bus.Publish(failed);
        await host.Bus.Publish(failed);
        await host.ConsumedAsync(2);

        Assert.That(await host.LettersAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_failure_after_a_replay_is_another_letter()
    {
        var proofId = Guid.NewGuid();

        await host.Bus.Publish(Failed(proofId, FailedAt));
        await host.Bus.Publish(Failed(proofId, FailedAt.AddHours(1)));
        await host.ConsumedAsync(2);

        Assert.That(await host.LettersAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_rejected_submission_is_kept_with_all_that_was_wrong()
    {
        var rejected = new ProofRejected(
            Guid.NewGuid(),
            RejectionReason.Invalid,
            [new("circuit", "is no known circuit"), new("client", "must be given")]
        );

        await host.Bus.Publish(rejected);
        await host.ConsumedAsync(1);

        var letter = (await host.LettersAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(letter.ProofId, Is.EqualTo(rejected.ProofId));
            Assert.That(letter.Stage, Is.EqualTo("intake"));
            Assert.That(letter.Attempts, Is.Zero);
            Assert.That(letter.Code, Is.EqualTo("invalid"));
            Assert.That(letter.Error, Is.EqualTo("circuit: is no known circuit; client: must be given"));
            Assert.That(letter.FailedAt.Kind, Is.EqualTo(DateTimeKind.Utc));
        }
    }

    [Test]
    public async Task Two_rejections_of_one_proof_id_are_two_letters()
    {
        var rejected = new ProofRejected(Guid.NewGuid(), RejectionReason.Conflict, []);

        await host.Bus.Publish(rejected);
        await host.Bus.Publish(rejected);
        await host.ConsumedAsync(2);

        Assert.That(await host.LettersAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_rejection_that_is_delivered_twice_is_one_letter()
    {
        var rejected = new ProofRejected(Guid.NewGuid(), RejectionReason.Conflict, []);
        var messageId = Guid.NewGuid();

        await host.Bus.Publish(rejected, context => context.MessageId = messageId);
        await host.Bus.Publish(rejected, context => context.MessageId = messageId);
        await host.ConsumedAsync(2);

        Assert.That(await host.LettersAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Two_rejections_at_one_moment_that_name_no_proof_are_two_letters()
    {
        var rejected = new ProofRejected(Guid.Empty, RejectionReason.Invalid, [new("proof_id", "must be given")]);

        foreach (var _ in (int[])[1, 2])
            await host.Bus.Publish(rejected);
        await host.ConsumedAsync(2);
        await host.InDatabaseAsync(db =>
            db.DeadLetters.ExecuteUpdateAsync(update =>
                update.SetProperty(letter => letter.FailedAt, FailedAt.UtcDateTime)
            )
        );

        Assert.That(await host.LettersAsync(), Has.Count.EqualTo(2));
    }

    static ProofFailed Failed(Guid proofId, DateTimeOffset failedAt) =>
        new(
            proofId,
            "preimage",
            "groth16",
            "relay",
            ProofStage.Publish,
            Attempts: 4,
            FailureKind.Transient,
            "rpc_unreachable",
            "no node answered",
            failedAt
        );
}
