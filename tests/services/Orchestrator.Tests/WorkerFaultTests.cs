using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;
using ProofSaga.Orchestrator.Faults;

namespace ProofSaga.Orchestrator.Tests;

public class WorkerFaultTests
{
    static readonly Guid ProofId = Guid.CreateVersion7();

    [Test]
    public async Task A_worker_that_throws_becomes_the_transient_failure_of_its_attempt()
    {
        await using var services = new ServiceCollection()
            .AddMassTransitTestHarness(
                TextWriter.Null,
                bus =>
                {
                    bus.AddConsumer<WorkerFaultConsumer>();
                    bus.AddConsumer<ThrowingWorker>();
                }
            )
            .BuildServiceProvider(validateScopes: true);
        var harness = services.GetRequiredService<ITestHarness>();
        await harness.Start();

        await harness.Bus.Publish(new GenerateProof(ProofId, Attempt: 2, "preimage", "groth16"));
        await harness.Bus.Publish(new VerifyProof(ProofId, Attempt: 3, "preimage", "groth16"));
        await harness.Bus.Publish(new PublishProof(ProofId, Attempt: 4, "preimage", "groth16"));

        Assert.That(await harness.Published.Any<ProofGenerationFailed>());
        Assert.That(await harness.Published.Any<ProofVerificationFailed>());
        Assert.That(await harness.Published.Any<ProofPublishingFailed>());
        var generation = harness.Published.Select<ProofGenerationFailed>().Single().Context.Message;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(generation.ProofId, Is.EqualTo(ProofId));
            Assert.That(generation.Attempt, Is.EqualTo(2));
            Assert.That(generation.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(generation.Error, Does.Not.Contain("secret"), "an exception's text may hold anything");
        }
    }

    [Test]
    public async Task A_fault_that_does_not_say_which_order_failed_is_set_aside_and_one_that_names_no_proof_is_left_to_its_order()
    {
        await using var services = new ServiceCollection()
            .AddMassTransitTestHarness(TextWriter.Null, bus => bus.AddConsumer<WorkerFaultConsumer>())
            .BuildServiceProvider(validateScopes: true);
        var harness = services.GetRequiredService<ITestHarness>();
        await harness.Start();

        await harness.Bus.Publish<Fault<VerifyProof>>(new { });
        await harness.Bus.Publish<Fault<PublishProof>>(
            new { Message = new PublishProof(Guid.Empty, Attempt: 1, "preimage", "groth16") }
        );
        var behind = new GenerateProof(ProofId, Attempt: 2, "preimage", "groth16");
        await harness.Bus.Publish<Fault<GenerateProof>>(new { Message = behind });

        Assert.That(await harness.Published.Any<ProofGenerationFailed>(), "without exceptions, too");
        Assert.That(await harness.Consumed.Any<Fault<PublishProof>>());
        var empty = await harness.Consumed.SelectAsync<Fault<VerifyProof>>().First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(empty.Exception, Is.InstanceOf<MessageException>());
            Assert.That(harness.Published.Select<ProofVerificationFailed>(), Is.Empty);
            Assert.That(harness.Published.Select<ProofPublishingFailed>(), Is.Empty);
        }
    }

    sealed class ThrowingWorker : IConsumer<GenerateProof>, IConsumer<VerifyProof>, IConsumer<PublishProof>
    {
        public Task Consume(ConsumeContext<GenerateProof> context) => throw new IOException("the secret is 42");

        public Task Consume(ConsumeContext<VerifyProof> context) => throw new IOException("the secret is 42");

        public Task Consume(ConsumeContext<PublishProof> context) => throw new IOException("the secret is 42");
    }
}
