using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.SetAside;

sealed class When_a_stored_message_cannot_be_read(DatabaseKind kind) : ProviderScenario(kind)
{
    [TestCase(nameof(OutboxMessage.ContentType), "nobody/knows")]
    [TestCase(nameof(OutboxMessage.ContentType), "no type at all")]
    [TestCase(nameof(OutboxMessage.Headers), "{ broken")]
    [TestCase(nameof(OutboxMessage.Properties), "[1]")]
    [TestCase(nameof(OutboxMessage.DestinationAddress), null)]
    [TestCase(nameof(OutboxMessage.DestinationAddress), "http://[")]
    [TestCase(nameof(OutboxMessage.DestinationAddress), "somewhere")]
    [TestCase(nameof(OutboxMessage.ResponseAddress), "http://[")]
    public async Task Its_outbox_is_set_aside_at_once_and_all_others_go_out(string column, string? value)
    {
        await using (var saving = await Node.StartAsync(Store, new NodeSettings { Delivers = false }))
        {
            await saving.PublishAsync(new OrderPlaced(NewId.NextGuid(), 1));
            await saving.PublishAsync(new OrderPlaced(NewId.NextGuid(), 2));
        }

        var statement = $$"""
            UPDATE "OutboxMessage" SET "{{column}}" = {{(value is null ? "NULL" : "{0}")}}
            WHERE "SequenceNumber" = (SELECT min("SequenceNumber") FROM "OutboxMessage")
            """;
        await Store.ReadAsync(shop => shop.Database.ExecuteSqlRawAsync(statement, value ?? ""));

        await using var node = await Node.StartAsync(Store);

        Assert.That((await node.Placed.NextAsync()).Message.Number, Is.EqualTo(2));
        await Store.UntilAsync(shop => shop.Outboxes.AnyAsync(outbox => outbox.SetAside != null));
        var listed = (await node.Quarantine.ListAsync()).Single();
        Assert.Multiple(() =>
        {
            Assert.That(listed.Attempts, Is.EqualTo(1));
            Assert.That(listed.Reason, Does.StartWith("UnreadableMessageException: "));
        });
    }
}
