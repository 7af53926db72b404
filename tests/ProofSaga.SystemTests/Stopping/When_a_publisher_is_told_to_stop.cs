using ProofSaga.SystemTests.Publishing;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Publishing;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>SIGTERM while a transaction waits for its confirmations, which take longer than a publisher that stops waits.</summary>
public class When_a_publisher_is_told_to_stop
{
    [Test]
    public async Task It_gives_the_order_back_and_the_next_one_goes_on_with_the_same_transaction()
    {
        await using var installation = await PublishingInstallation.StartAsync(
            TimeSpan.FromMilliseconds(500),
            processes: 1,
            ("Chain__Confirmations", "25")
        );
        var proofs = VerifiedProofs.Mixed(3);
        var publisher = installation.Publishers[0];
        await installation.Orders.OrderAsync(proofs);
        await publisher.WaitForLogAsync("prepared for 3 proof(s)");

        await publisher.SignalAsync("TERM");

        Assert.That(await publisher.WaitForExitAsync(), Is.Zero);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(publisher.ReadLog(), Does.Contain("0 message(s) finished meanwhile, 3 given back"));
            Assert.That(installation.Orders.CountPublished(proofs), Is.Zero);
            Assert.That(installation.Failures(proofs), Is.Empty);
        }

        await publisher.StartAgainAsync();
        await installation.Orders.PublishedAsync(proofs);
        await installation.AssertPublishedOnceAsync(proofs);
        Assert.That(publisher.ReadLog().Split("prepared for").Length - 1, Is.EqualTo(1), "one transaction was made");
    }
}
