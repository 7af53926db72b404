using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Submission;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>RabbitMQ, Postgres and a chain, with all three ways in.</summary>
public class Every_service_in_its_own_process
{
    Installation installation = null!;
    Upstream upstream = null!;

    [SetUp]
    public async Task Start()
    {
        installation = await Installation.PrepareAsync();
        await installation.StartAllAsync();
        upstream = await Upstream.StartAsync(installation.BrokerUri);
    }

    [TearDown]
    public async Task Stop()
    {
        if (upstream is not null)
            await upstream.DisposeAsync();
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task Proofs_from_HTTP_from_MassTransit_and_from_plain_AMQP_are_each_published_once()
    {
        var proofIds = new List<Guid>();
        foreach (var number in Enumerable.Range(0, 10))
            proofIds.Add(await installation.Api.SubmitAsync(Submissions.Commitment(number)));
        foreach (var number in Enumerable.Range(0, 5))
            proofIds.Add(await upstream.PublishAsync(Submissions.Message("commitment", Submissions.Inputs(number))));
        foreach (var number in Enumerable.Range(0, 5))
            proofIds.Add(await PlainAmqp.SubmitAsync(installation.BrokerUri, Submissions.Commitment(number)));
        proofIds.Add(await installation.Api.SubmitAsync(Submissions.Groth16(0)));
        proofIds.Add(await upstream.PublishAsync(Submissions.Message("groth16", Submissions.Inputs(1))));
        proofIds.Add(await PlainAmqp.SubmitAsync(installation.BrokerUri, Submissions.Groth16(2)));

        await CompletedForUpstreamAsync(proofIds);

        await PublicationList.AgreesWithAsync(installation.RpcUrl, await installation.Api.EndsOfAsync(proofIds));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(upstream.Completed.Select(message => message.ProofId), Is.EquivalentTo(proofIds));
            Assert.That(await installation.DeadLettersAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_bad_submission_is_answered_kept_and_in_nobodys_way()
    {
        var bad = Submissions.Message("groth16", Submissions.Inputs(0)) with { Circuit = "no-such-circuit" };

        var answer = await upstream.RequestAsync(bad);
        var good = await upstream.PublishAsync(Submissions.Message("commitment", Submissions.Inputs(1)));

        Assert.That(answer.Is(out Response<ProofRejected>? rejection), Is.True);
        Assert.That(rejection!.Message.Errors.Select(error => error.Field), Is.EqualTo((string[])["circuit"]));
        await CompletedForUpstreamAsync([good]);
        var letter = await installation.DeadLetterOfAsync(bad.ProofId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(upstream.Rejected.Select(message => message.ProofId), Does.Contain(bad.ProofId));
            Assert.That(letter.Stage, Is.EqualTo("intake"));
            Assert.That(letter.Error, Does.Contain("circuit"));
        }
    }

    [Test]
    public async Task Inputs_that_break_the_constraints_fail_once_and_what_is_behind_them_goes_on()
    {
        var inputs = Submissions.Inputs(0);
        inputs["hash"] = "1";
        var broken = await upstream.PublishAsync(Submissions.Message("groth16", inputs));
        var behind = await upstream.PublishAsync(Submissions.Message("groth16", Submissions.Inputs(1)));

        await CompletedForUpstreamAsync([behind]);
        var proof = await installation.Api.EndOfAsync(broken);
        var letter = await installation.DeadLetterOfAsync(broken);
        await PublicationList.AgreesWithAsync(installation.RpcUrl, await installation.Api.EndsOfAsync([behind]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(proof.Status, Is.EqualTo("failed"));
            Assert.That(proof.Attempt, Is.EqualTo(1));
            Assert.That(proof.Error?.Code, Is.EqualTo("constraint_unsatisfied"));
            Assert.That(letter.Code, Is.EqualTo("constraint_unsatisfied"));
            Assert.That(letter.Stage, Is.EqualTo("generate"));
            Assert.That(letter.Attempts, Is.EqualTo(1));
        }

        await Eventually.HoldsAsync(() => upstream.Failed.Count > 0, "the upstream hears of the failure");
        var failed = upstream.Failed.Single();
        Assert.That((failed.ProofId, failed.Kind, failed.Attempts), Is.EqualTo((broken, FailureKind.Permanent, 1)));
    }

    Task CompletedForUpstreamAsync(IReadOnlyCollection<Guid> proofIds) =>
        Eventually.HoldsAsync(
            () => !proofIds.Except(upstream.Completed.Select(message => message.ProofId)).Any(),
            "the upstream hears that its proofs are completed"
        );
}
