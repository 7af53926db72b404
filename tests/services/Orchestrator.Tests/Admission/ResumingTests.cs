using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;

namespace ProofSaga.Orchestrator.Tests.Admission;

/// <summary>A generation is ordered anew when its order may be lost, and only then.</summary>
public class ResumingTests
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
    public async Task The_order_that_the_last_process_sent_is_sent_again_as_a_new_attempt()
    {
        await saga.TellAsync(saga.Progressed(ProofStage.Generate));

        await saga.TellAsync(saga.Resume());

        Assert.That(saga.Sent<GenerateProof>().Select(order => order.Attempt), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((saga.Saga!.CurrentState, saga.QueueRow!.Attempt), Is.EqualTo(("Queued", 2)));
    }

    [Test]
    public async Task An_order_that_was_sent_since_is_the_only_one()
    {
        await saga.TellAsync(saga.Progressed(ProofStage.Generate));

        await saga.TellAsync(saga.Resume() with { AdmittedAt = null });
        await saga.TellAsync(saga.Resume() with { AdmittedAt = DateTime.UnixEpoch.ToUniversalTime() });

        Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Generating"));
    }

    [Test]
    public async Task A_retry_stays_admitted_and_goes_straight_to_the_workers()
    {
        var admittedAt = saga.QueueRow!.AdmittedAt;

        await saga.TellAsync(saga.GenerationFailed(FailureKind.Transient));

        Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(2));
        Assert.That(saga.QueueRow!.AdmittedAt, Is.EqualTo(admittedAt));
    }
}
