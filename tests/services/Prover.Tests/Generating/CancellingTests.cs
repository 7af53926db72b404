using ProofSaga.Contracts.Proving;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Tests.Host;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Prover.Tests.Generating;

/// <summary>A prover works no longer than somebody wants its proof.</summary>
sealed class CancellingTests
{
    const int Superseded = 2004;

    ProverService prover = null!;

    [SetUp]
    public async Task StartAsync()
    {
        prover = await ProverService.StartAsync();
        prover.Scripted.IsInstant = false;
    }

    [TearDown]
    public async Task StopAsync() => await prover.DisposeAsync();

    [TestCase(ProofStatus.Cancelled)]
    [TestCase(ProofStatus.Failed)]
    public async Task The_prover_of_a_proof_that_was_given_up_is_stopped_and_its_slot_is_free(ProofStatus status)
    {
        var stopped = ProveUntilStopped();
        var proofId = await prover.AddProofAsync();
        await prover.OrderAsync(proofId);
        await prover.Answers.NextAsync<ProofProgressed>(proofId);

        await prover.SetAsync(proofId, proof => proof.Status = status);
        await stopped;
        prover.Scripted.BeforeProving = _ => Task.CompletedTask;
        await prover.SettleGeneratingAsync();

        Assert.Multiple(() =>
        {
            Assert.That(prover.Answers.About(proofId).Single(), Is.InstanceOf<ProofProgressed>());
            Assert.That(prover.Log.Of(Superseded).Single(), Does.Contain($"{proofId}").And.Contains("the proof is "));
        });
    }

    [Test]
    public async Task A_prover_whose_proof_is_wanted_is_left_alone_however_long_it_takes()
    {
        prover.Scripted.BeforeProving = token => Task.Delay(TimeSpan.FromSeconds(3), token);
        var proofId = await prover.AddProofAsync();

        await prover.GenerateAsync(proofId);

        Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1));
        Assert.That(prover.Log.Of(Superseded), Is.Empty);
    }

    /// <returns>Ends when the prover was told to stop.</returns>
    Task ProveUntilStopped()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        prover.Scripted.BeforeProving = async token =>
        {
            await using var registration = token.Register(() => stopped.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        return stopped.Task.WaitAsync(Eventually.Patience);
    }
}
