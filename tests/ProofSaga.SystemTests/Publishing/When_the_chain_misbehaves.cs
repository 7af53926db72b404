using ProofSaga.Contracts;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Publishing;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>Lost answers, limits, outages, a node that lags behind: all by turns, while proofs are published.</summary>
public class When_the_chain_misbehaves
{
    const int Count = 60;
    const int MostRounds = 4;
    const int Seed = 1;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    PublishingInstallation installation = null!;

    [SetUp]
    public async Task Start() =>
        installation = await PublishingInstallation.StartAsync(
            TimeSpan.FromMilliseconds(100),
            settings:
            [
                ("Chain__ReceiptPollInterval", "00:00:00.100"),
                ("Chain__BatchSize", "4"),
                ("Chain__BatchWindow", "00:00:00.100"),
                ("Chain__LookBackInterval", "00:00:01"),
            ]
        );

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task Each_proof_is_published_once_and_no_nonce_is_missing()
    {
        var proofs = new List<VerifiedProof>();
        var mischief = new ChainMischief(Seed);
        installation.Proxy.Behaviour = mischief.AnswerAsync;

        var kinds = Enum.GetValues<Trouble>();
        for (var round = 0; round < MostRounds && mischief.Counts.Count < kinds.Length; round++)
        {
            var some = VerifiedProofs.Mixed(Count);
            await installation.Orders.OrderAsync(some);
            proofs.AddRange(some);
            await PublishedWithRetriesAsync(some);
        }

        installation.Proxy.Behaviour = ChainProxy.Honest;

        await TestContext.Out.WriteLineAsync(string.Join(", ", mischief.Counts));
        await TestContext.Out.WriteLineAsync($"{installation.Failures(proofs).Count()} attempts failed");
        await installation.AssertPublishedOnceAsync(proofs);
        Assert.That(mischief.Counts.Keys, Is.EquivalentTo(kinds), "each trouble was made");
    }

    /// <summary>A failure that may pass is followed by another attempt, as the orchestrator orders it.</summary>
    async Task PublishedWithRetriesAsync(IReadOnlyList<VerifiedProof> proofs)
    {
        var seen = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var failures = installation.Failures(proofs).ToList();
                var again = failures.Skip(seen).Where(failure => failure.Kind == FailureKind.Transient).ToList();
                seen = failures.Count;
                await installation.Orders.SendAsync([
                    .. again.Select(failure => proofs.Single(proof => proof.Id == failure.ProofId)),
                ]);
                return installation.Orders.CountPublished(proofs) == proofs.Count;
            },
            $"all of {Count} proofs are published",
            Patience
        );
    }
}
