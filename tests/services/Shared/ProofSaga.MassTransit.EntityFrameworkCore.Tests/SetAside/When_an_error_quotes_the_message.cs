using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.SetAside;

sealed class When_an_error_quotes_the_message(DatabaseKind kind) : ProviderScenario(kind)
{
    [Test]
    public async Task What_is_kept_and_logged_does_not()
    {
        var secret = NewId.NextGuid();
        await using var node = await Node.StartAsync(Store, new NodeSettings { MaxDeliveryAttempts = 1 });
        node.Sends.Before = async _ =>
        {
            var body = await Store.ReadAsync(shop => shop.Outgoing.Select(message => message.Body).SingleAsync());
            throw new InvalidOperationException($"no room for {secret}", new FormatException($"in {body}"));
        };

        await node.PublishAsync(new OrderPlaced(secret));
        await node.Log.UntilAsync(4027);
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.SetAside != null));

        var reason = (await node.Quarantine.ListAsync()).Single().Reason;
        Assert.Multiple(() =>
        {
            Assert.That(reason, Does.StartWith("InvalidOperationException: no room for …"));
            Assert.That(reason, Does.Not.Contain(secret.ToString()));
            // MassTransit's own lines have no number of ours
            Assert.That(
                node.Log.Warnings.Where(line => line.StartsWith("40", StringComparison.Ordinal)),
                Is.Not.Empty.And.None.Contain(secret.ToString())
            );
        });
    }
}
