using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Publishing;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>One of the two is killed in the middle, and started again.</summary>
public class Five_hundred_proofs_by_two_publishers_with_one_signer
{
    const int Count = 500;
    const int BeforeTheKill = 100;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    PublishingInstallation installation = null!;

    [SetUp]
    public async Task Start() =>
        installation = await PublishingInstallation.StartAsync(
            TimeSpan.FromMilliseconds(100),
            processes: 2,
            ("Chain__ReceiptPollInterval", "00:00:00.200")
        );

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task Each_is_published_once_and_no_nonce_is_missing()
    {
        var proofs = VerifiedProofs.Mixed(Count);
        var startedAt = TimeProvider.System.GetTimestamp();

        await installation.Orders.OrderAsync(proofs);
        await Eventually.HoldsAsync(
            () => installation.Orders.CountPublished(proofs) >= BeforeTheKill,
            "they are at work"
        );
        await installation.Publishers[0].KillAsync();
        var published = installation.Orders.CountPublished(proofs);
        await installation.Publishers[0].StartAgainAsync();
        await installation.Orders.PublishedAsync(proofs, Patience);

        await TestContext.Out.WriteLineAsync(
            $"{Count} proofs in {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0.0} s"
        );
        Assert.That(published, Is.LessThan(Count), "it was in mid-run");
        await installation.AssertPublishedOnceAsync(proofs);
        Assert.That(installation.Failures(proofs), Is.Empty);
    }
}
