using MassTransit;
using MassTransit.Testing;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;

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

    [Test]
    public async Task Once_publication_is_ordered_it_is_too_late()
    {
        await saga.AcceptAsync();
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());

        var refused = await AskAsync<CancelRefused>();

        Assert.That(refused.Reason, Does.Contain("a transaction may be on its way"));
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

    async Task<T> AskAsync<T>(string reason = "not needed any more")
        where T : class =>
        (
            await saga.Harness.GetRequestClient<CancelProof>().GetResponse<T>(new CancelProof(saga.ProofId, reason))
        ).Message;
}
