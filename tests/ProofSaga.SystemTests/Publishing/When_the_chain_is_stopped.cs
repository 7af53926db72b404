using ProofSaga.SystemTests.Distributed;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>Proving is expensive and needs no chain: only publishing waits for it.</summary>
public class When_the_chain_is_stopped
{
    Installation installation = null!;
    ChainProxy proxy = null!;

    [SetUp]
    public async Task Start()
    {
        // a retry each second for longer than the chain is away
        installation = await Installation.PrepareAsync([
            .. Enumerable.Range(0, 60).Select(retry => $"--Retries:Publish:{retry}=00:00:01"),
        ]);
        proxy = await ChainProxy.StartAsync(installation.RpcUrl);
        await Task.WhenAll(
            installation.StartIntakeAsync(),
            installation.StartOrchestratorAsync(),
            installation.StartProverAsync(),
            installation.StartPublisherAsync($"--Chain:RpcUrl={proxy.Url}"),
            installation.StartDeadLettersAsync()
        );
    }

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
        if (proxy is not null)
            await proxy.DisposeAsync();
    }

    [Test]
    public async Task Proofs_are_generated_and_verified_all_the_same_and_published_when_it_is_back()
    {
        var before = await installation.Api.SubmitAsync(Submissions.Commitment(0));
        Assert.That((await installation.Api.EndOfAsync(before)).Status, Is.EqualTo("completed"));
        proxy.Behaviour = ChainProxy.Stopped;

        var proofIds = new List<Guid>();
        foreach (var number in Enumerable.Range(0, 20))
            proofIds.Add(await installation.Api.SubmitAsync(Submissions.Commitment(number)));
        proofIds.Add(await installation.Api.SubmitAsync(Submissions.Groth16(0)));
        var waiting = await Eventually.GetAsync(
            () => installation.Api.GetAllAsync(proofIds),
            proofs => proofs.All(proof => proof.Status is "verified" or "publishing"),
            "all are verified and wait"
        );
        proxy.Behaviour = ChainProxy.Honest;

        var ends = await installation.Api.EndsOfAsync(proofIds);
        await PublicationList.AgreesWithAsync(installation.RpcUrl, [await installation.Api.GetAsync(before), .. ends]);
        Assert.That(
            ends.Select(proof => proof.ArtifactSha256),
            Is.EqualTo(waiting.Select(proof => proof.ArtifactSha256)),
            "nothing was proved again"
        );
    }
}
