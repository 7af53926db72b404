using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>
/// A broker that knows none of our queues: RabbitMQ drops what is published where no queue is bound, and a service that
/// has never run has bound none.
/// </summary>
public class When_services_start_one_after_another
{
    Installation installation = null!;

    [SetUp]
    public async Task Prepare() => installation = await Installation.PrepareAsync();

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task A_proof_waits_for_each_service_to_come()
    {
        await installation.StartIntakeAsync();
        var proofId = await installation.Api.SubmitAsync(Submissions.Commitment(0));
        await OutboxIsEmptyAsync();

        await installation.StartOrchestratorAsync();
        await installation.StartProverAsync();
        await Eventually.GetAsync(
            () => installation.Api.GetAsync(proofId),
            proof => proof.Status == "verified",
            "the proof waits for the publisher"
        );
        await installation.StartPublisherAsync();

        var end = await installation.Api.EndOfAsync(proofId);
        await PublicationList.AgreesWithAsync(installation.RpcUrl, [end]);
    }

    [Test]
    public async Task What_failed_before_the_dead_letter_service_first_ran_is_kept()
    {
        await installation.StartIntakeAsync();
        await installation.StartOrchestratorAsync();
        await installation.StartProverAsync();
        var inputs = Submissions.Inputs(0);
        inputs["hash"] = "1";
        var broken = await installation.Api.SubmitAsync(Submissions.Of("groth16", inputs));
        Assert.That((await installation.Api.EndOfAsync(broken)).Status, Is.EqualTo("failed"));
        await OutboxIsEmptyAsync();

        await installation.StartDeadLettersAsync();

        Assert.That((await installation.DeadLetterOfAsync(broken)).Code, Is.EqualTo("constraint_unsatisfied"));
    }

    [Test]
    public async Task What_was_rejected_before_the_dead_letter_service_first_ran_is_kept()
    {
        await installation.StartIntakeAsync();
        var bad = Submissions.Message("commitment", Submissions.Inputs(0)) with { Circuit = "no-such-circuit" };
        await using (var upstream = await Upstream.StartAsync(installation.BrokerUri))
            await upstream.RequestAsync(bad);

        await installation.StartDeadLettersAsync();

        Assert.That((await installation.DeadLetterOfAsync(bad.ProofId)).Stage, Is.EqualTo("intake"));
    }

    async Task OutboxIsEmptyAsync() =>
        await Eventually.GetAsync(
            installation.CountOutboxAsync,
            count => count == 0,
            "the broker has taken every message"
        );
}
