using ProofSaga.Contracts;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Orchestrator.Tests;

public class StoryTests
{
    [Test]
    public async Task A_proof_is_generated_verified_published_and_completed()
    {
        await using var saga = await SagaFixture.StartAsync();

        await saga.AcceptAsync();
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Queued"));
        await saga.TellAsync(saga.Progressed(ProofStage.Generate));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Generating"));
        await saga.TellAsync(saga.Generated());
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Generated"));
        await saga.TellAsync(saga.Progressed(ProofStage.Verify));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Verifying"));
        await saga.TellAsync(saga.Verified());
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Verified"));
        await saga.TellAsync(saga.Progressed(ProofStage.Publish));
        Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Publishing"));
        await saga.TellAsync(saga.Published());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Saga!.CurrentState, Is.EqualTo("Completed"));
            Assert.That(saga.Sent<GenerateProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Sent<VerifyProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Sent<PublishProof>(), Has.Count.EqualTo(1));
            Assert.That(saga.Announced<ProofCompleted>().Single().Publication.TransactionHash, Is.EqualTo("0xhash"));
        }
    }

    [TestCase("groth16", "generate-proof", "verify-proof")]
    [TestCase("commitment", "generate-instant-proof", "verify-instant-proof")]
    public async Task Orders_go_to_the_queues_of_their_kind_of_proof_system(
        string proofSystem,
        string generating,
        string verifying
    )
    {
        await using var saga = await SagaFixture.StartAsync();

        await saga.TellAsync(saga.Accepted() with { ProofSystem = proofSystem });
        await saga.TellAsync(saga.Generated());

        Assert.That(saga.Destination<GenerateProof>(), Does.EndWith($"/{generating}"));
        Assert.That(saga.Destination<VerifyProof>(), Does.EndWith($"/{verifying}"));
    }

    [Test]
    public async Task Without_publication_a_verified_proof_is_complete_and_says_so()
    {
        await using var saga = await SagaFixture.StartAsync();

        await saga.AcceptAsync(publish: false);
        await saga.TellAsync(saga.Generated());
        await saga.TellAsync(saga.Verified());

        var row = await saga.ProofRowAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.Status, Is.EqualTo(ProofStatus.Completed));
            Assert.That(row.PublicationStatus, Is.EqualTo(PublicationStatus.Skipped));
            Assert.That(row.PublicationReason, Is.Not.Empty);
            Assert.That(saga.Sent<PublishProof>(), Is.Empty);
        }
    }

    [Test]
    public async Task The_inputs_are_erased_once_the_proof_is_verified_and_its_document_at_the_end()
    {
        await using var saga = await SagaFixture.StartAsync();
        await saga.AcceptAsync();
        await saga.TellAsync(saga.Generated());
        Assert.That((await saga.ProofRowAsync()).ProtectedInputs, Is.Not.Null);

        await saga.TellAsync(saga.Verified());
        var verified = await saga.ProofRowAsync();
        await saga.TellAsync(saga.Published());
        var completed = await saga.ProofRowAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(verified.ProtectedInputs, Is.Null);
            Assert.That(verified.Document, Is.Not.Null);
            Assert.That(completed.Document, Is.Null);
            Assert.That(completed.BlockNumber, Is.EqualTo(7));
        }
    }

    [Test]
    public async Task A_resumed_proof_that_no_saga_knows_begins()
    {
        await using var saga = await SagaFixture.StartAsync();

        await saga.TellAsync(saga.Resume());

        Assert.That(saga.Sent<GenerateProof>().Single().Attempt, Is.EqualTo(1));
    }
}
