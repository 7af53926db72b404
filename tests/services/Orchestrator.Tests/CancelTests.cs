using ProofSaga.Contracts;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Orchestrator.Tests;

/// <summary>Whoever asks to cancel hears what came of it.</summary>
public class CancelTests
{
    SagaFixture saga = null!;

    [SetUp]
    public async Task Start() => saga = await SagaFixture.StartAsync();

    [TearDown]
    public async Task Stop() => await saga.DisposeAsync();

    [Test]
    public async Task A_proof_is_cancelled_once_and_every_asker_hears_the_first_reason()
    {
        await saga.AcceptAsync();

        var first = await AskAsync<ProofCancelled>("first");
        var second = await AskAsync<ProofCancelled>("second");
        await saga.TellAsync(saga.Generated());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Reason, second.Reason), Is.EqualTo(("first", "first")));
            Assert.That(saga.Announced<ProofCancelled>(), Has.Count.EqualTo(1));
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Cancelled"));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task One_whose_publication_is_ordered_is_cancelled_and_stays_so_whatever_arrives_later(bool begun)
    {
        await OrderPublicationAsync();
        if (begun)
            await saga.TellAsync(saga.Progressed(ProofStage.Publish));

        await AskAsync<ProofCancelled>();
        await saga.TellAsync(saga.Progressed(ProofStage.Publish));
        await saga.TellAsync(saga.Published());
        await saga.TellAsync(saga.PublishingFailed(FailureKind.Transient));
        await saga.TellAsync(saga.PublishingFailed(FailureKind.Permanent));
        await saga.TellAsync(saga.Resume());
        await saga.TellAsync(saga.Replay(ProofStage.Publish));

        var proof = await saga.ProofRowAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Cancelled"));
            Assert.That(proof.Status, Is.EqualTo(ProofStatus.Cancelled));
            Assert.That(proof.TransactionHash, Is.Null);
            Assert.That(saga.Announced<ProofCancelled>(), Has.Count.EqualTo(1));
            Assert.That(saga.Announced<ProofCompleted>(), Is.Empty);
            Assert.That(saga.Announced<ProofFailed>(), Is.Empty);
            Assert.That(saga.Sent<PublishProof>(), Has.Count.EqualTo(1));
        }
    }

    [TestCase(PublicationTransactionState.Prepared)]
    [TestCase(PublicationTransactionState.Broadcast)]
    [TestCase(PublicationTransactionState.Mined)]
    public async Task Once_a_transaction_is_stored_it_is_too_late(PublicationTransactionState state)
    {
        await OrderPublicationAsync();
        await saga.PrepareTransactionAsync(state);

        var refused = await AskAsync<CancelRefused>();
        await saga.TellAsync(saga.Published());

        Assert.That(
            refused.Reason,
            Is.EqualTo($"it is too late, transaction {SagaFixture.TransactionHash} is prepared or on its way")
        );
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Completed"));
        Assert.That(saga.Announced<ProofCancelled>(), Is.Empty);
    }

    [Test]
    public async Task A_transaction_that_can_never_be_mined_does_not_hold_it_up()
    {
        await OrderPublicationAsync();
        await saga.PrepareTransactionAsync(PublicationTransactionState.Abandoned);

        await AskAsync<ProofCancelled>();

        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Cancelled"));
    }

    [Test]
    public async Task What_has_ended_says_how()
    {
        await saga.AcceptAsync();
        await saga.TellAsync(saga.GenerationFailed(FailureKind.Permanent));

        var refused = await AskAsync<CancelRefused>();

        Assert.That(refused.Reason, Is.EqualTo("it is failed already"));
    }

    [Test]
    public async Task A_proof_that_nobody_accepted_is_unknown() =>
        Assert.That((await AskAsync<ProofUnknown>()).ProofId, Is.EqualTo(saga.ProofId));

    async Task OrderPublicationAsync()
    {
        await saga.AcceptAsync();
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());
    }

    Task<T> AskAsync<T>(string reason = "not needed any more")
        where T : class => saga.AskAsync<T>(new CancelProof(saga.ProofId, reason));
}
