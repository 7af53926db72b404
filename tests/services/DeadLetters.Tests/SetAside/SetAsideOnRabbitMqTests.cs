using System.Globalization;
using System.Text;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Replaying;
using ProofSaga.DeadLetters.SetAside;
using ProofSaga.DeadLetters.SetAside.Collecting;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Testing.Hosting;
using RabbitMQ.Client;

namespace ProofSaga.DeadLetters.Tests.SetAside;

/// <summary>Messages in RabbitMQ's error and skipped queues, as MassTransit puts them there.</summary>
public class SetAsideOnRabbitMqTests
{
    const string Secret = "4242424242424242";

    static readonly DateTime FailedAt = new(2026, 11, 22, 6, 0, 0, DateTimeKind.Utc);
    static readonly Guid ProofId = Guid.NewGuid();

    RabbitMqHost host = null!;

    static byte[] Order =>
        Encoding.UTF8.GetBytes(
            $$"""
            {"messageType": ["urn:message:ProofSaga.Contracts.Proving:GenerateProof"],
             "message": {"proofId": "{{ProofId}}", "attempt": 1, "secret": "{{Secret}}"}
            }
            """
        );

    [TearDown]
    public async Task Stop()
    {
        if (host is not null)
            await host.DisposeAsync();
    }

    [Test]
    public async Task Each_queue_is_emptied_and_each_message_is_a_letter_that_says_where_and_why()
    {
        host = await RabbitMqHost.StartAsync();

        foreach (var source in SetAsideSource.All)
            await host.SendAsync(source.Queue, Order, Failed("System.IO.IOException", retries: 3));

        var letters = await host.LettersAsync(SetAsideSource.All.Count);
        var generate = letters.Single(letter => letter.Letter is { Queue: "generate-proof", Code: "consumer_failed" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                letters.Select(letter => (letter.Letter.Queue, letter.Letter.Code)),
                Is.EquivalentTo(
                    SetAsideSource.All.Select(source =>
                        (source.Origin, source.IsSkipped ? "message_skipped" : "consumer_failed")
                    )
                )
            );
            Assert.That(
                letters.Select(letter => (letter.Letter.Queue, letter.Letter.Stage)).Distinct(),
                Is.EquivalentTo(
                    new[]
                    {
                        ("submit-proof", "intake"),
                        ("proof-job", "saga"),
                        ("worker-fault", "saga"),
                        ("generate-proof", "generate"),
                        ("generate-instant-proof", "generate"),
                        ("verify-proof", "verify"),
                        ("verify-instant-proof", "verify"),
                        ("publish-proof", "publish"),
                        ("dead-letter", "dead_letters"),
                    }
                )
            );
            Assert.That(letters.Select(letter => letter.Letter.ProofId), Is.All.EqualTo(ProofId));
            Assert.That(generate.Letter.Attempts, Is.EqualTo(4));
            Assert.That(generate.Letter.FailedAt, Is.EqualTo(FailedAt));
            Assert.That(generate.Letter.Error, Does.Contain("System.IO.IOException"));
            Assert.That(
                generate.Message.MessageType,
                Is.EqualTo("urn:message:ProofSaga.Contracts.Proving:GenerateProof")
            );
            Assert.That(generate.Message.ContentType, Is.EqualTo("application/vnd.masstransit+json"));
            Assert.That(generate.Message.BodyBytes, Is.EqualTo(Order.Length));
            Assert.That(
                generate.Message.Headers,
                Does.Contain("MT-Fault-Timestamp").And.Not.Contain("MT-Fault-Message")
            );
        }

        foreach (var source in SetAsideSource.All)
            await Eventually.HoldsAsync(
                async () => await host.CountAsync(source.Queue) == 0,
                $"{source.Queue} is empty"
            );
        Assert.That(await RowsAsTextAsync(), Does.Not.Contain(Secret));
        Assert.That(host.Log.Everything, Does.Not.Contain(Secret));
    }

    [Test]
    public async Task A_process_that_dies_between_storing_and_acknowledging_leaves_one_letter()
    {
        host = await RabbitMqHost.StartAsync();
        await host.StopProcessesAsync();
        foreach (var messageId in (string?[])["7", null])
        {
            var properties = Failed("System.IO.IOException");
            if (messageId is not null)
                properties.MessageId = messageId;
            await host.SendAsync("publish-proof_error", Order, properties);
        }

        // like one that is killed: it has stored both, and the broker takes them back
        await using (var connection = await host.Broker.ConnectAsync())
        {
            await using var channel = await connection.CreateChannelAsync();
            var fetched = new List<BasicGetResult>();
            while (await channel.BasicGetAsync("publish-proof_error", autoAck: false) is { } message)
                fetched.Add(message);
            await host.StartProcessAsync("--SetAside:PollInterval=00:00:00.01");
            var collector = host.Services.GetRequiredService<SetAsideCollector>();
            foreach (var message in fetched)
                Assert.That(await collector.CollectAsync(DeliveryOf(message), CancellationToken.None));
        }

        await Eventually.HoldsAsync(() => host.Log.Of(4504).Count() == 2, "both are recognised");
        Assert.That(await host.LettersAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Messages_without_an_id_are_as_many_letters_as_there_are_messages_however_alike()
    {
        host = await RabbitMqHost.StartAsync();

        for (var number = 0; number < 3; number++)
            await host.SendAsync("submit-proof_skipped", "{}"u8.ToArray(), new BasicProperties());
        // two of one id are one message, which MassTransit moved twice
        for (var number = 0; number < 2; number++)
            await host.SendAsync("submit-proof_skipped", "{}"u8.ToArray(), new BasicProperties { MessageId = "7" });

        await Eventually.HoldsAsync(() => host.Log.Of(4504).Any(), "the repeat is recognised");
        Assert.That(await host.LettersAsync(4), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task What_is_no_JSON_object_says_so_and_keeps_every_byte()
    {
        host = await RabbitMqHost.StartAsync();
        byte[][] bodies =
        [
            [],
            [0, 1, 2, 255],
            "[1]"u8.ToArray(),
            Encoding.Unicode.GetBytes("{}"),
            "\0"u8.ToArray(),
        ];

        foreach (var body in bodies)
            await host.SendAsync(
                "submit-proof_error",
                body,
                Failed("System.Runtime.Serialization.SerializationException")
            );

        var letters = await host.LettersAsync(bodies.Length);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(letters.Select(letter => letter.Letter.Code), Is.All.EqualTo("message_unreadable"));
            Assert.That(letters.Select(letter => letter.Letter.Attempts), Is.All.Zero);
            Assert.That(letters.Select(letter => letter.Letter.ProofId), Is.All.EqualTo(Guid.Empty));
            Assert.That(
                letters.Count(letter => letter.Letter.Error.Contains("is empty", StringComparison.Ordinal)),
                Is.EqualTo(1)
            );
            Assert.That(
                letters.Select(letter => letter.Message.BodyBytes),
                Is.EquivalentTo(bodies.Select(body => body.Length))
            );
            Assert.That(letters.Select(letter => letter.Message.ProtectedMessage), Is.All.Not.Null);
        }
    }

    [Test]
    public async Task A_body_beyond_the_limit_is_not_kept_and_the_letter_says_so()
    {
        host = await RabbitMqHost.StartAsync("--SetAside:MaxBodyBytes=1000");

        await host.SendAsync("verify-proof_error", new byte[1001], Failed("System.Text.Json.JsonException"));

        var letter = (await host.LettersAsync(1)).Single();
        Assert.That(letter.Message.ProtectedMessage, Is.Null);
        Assert.That(letter.Message.WhyNotKept, Does.Contain("1001").And.Contain("1000"));
    }

    [Test]
    public async Task What_the_database_refuses_waits_without_holding_up_the_others_and_comes_again()
    {
        host = await RabbitMqHost.StartAsync("--SetAside:RetryInterval=00:00:01");
        await host.ExecuteAsync("ALTER TABLE dead_letters ADD CONSTRAINT refused CHECK (queue <> 'publish-proof')");

        await host.SendAsync("publish-proof_error", Order, Failed("System.IO.IOException"));
        await host.SendAsync("publish-proof_skipped", Order, Failed("System.IO.IOException"));
        await host.SendAsync("proof-job_error", Order, Failed("System.IO.IOException"));

        Assert.That((await host.LettersAsync(1)).Single().Letter.Queue, Is.EqualTo("proof-job"));
        await Eventually.HoldsAsync(() => host.Log.Of(4505).Any(), "the refusal is logged");
        await host.ExecuteAsync("ALTER TABLE dead_letters DROP CONSTRAINT refused");
        Assert.That(await host.LettersAsync(3), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Broker_and_database_are_waited_for()
    {
        host = await RabbitMqHost.StartAsync();
        await host.LoseDatabaseAsync();
        await host.SendAsync("proof-job_error", Order, Failed("System.IO.IOException"));
        await Eventually.HoldsAsync(() => host.Log.Of(6301).Any(), "the database is waited for");
        await host.FindDatabaseAsync();
        await host.LettersAsync(1);

        await host.Broker.DisposeAsync();
        await Eventually.HoldsAsync(() => host.Log.Of(4506).Any(), "the broker is waited for");
        await host.Broker.CreateAgainAsync();
        await Eventually.HoldsAsync(() => host.HasQueueAsync("proof-job_skipped"), "the queues are declared again");
        await host.SendAsync("proof-job_skipped", Order, new BasicProperties());

        Assert.That(await host.LettersAsync(2), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Several_processes_share_the_work()
    {
        const int Messages = 60;
        host = await RabbitMqHost.StartAsync();
        await host.StartProcessAsync();

        for (var number = 0; number < Messages; number++)
            await host.SendAsync("worker-fault_error", Order, Failed("System.IO.IOException", messageId: $"{number}"));

        Assert.That(await host.LettersAsync(Messages), Has.Count.EqualTo(Messages));
        Assert.That(await host.CountAsync("worker-fault_error"), Is.Zero);
    }

    [Test]
    public async Task A_replayed_message_is_in_its_queue_again_as_it_was_and_only_once()
    {
        host = await RabbitMqHost.StartAsync();
        byte[] body = [0, 1, 2, 255];
        var properties = Failed("System.Runtime.Serialization.SerializationException", messageId: "order 7");
        properties.ContentType = "no content type;;";
        properties.CorrelationId = "42";
        properties.AppId = "upstream";
        properties.Headers!["x-trace"] = "abc";
        properties.Headers["count"] = 3;
        await host.SendAsync("generate-proof_error", body, properties);
        var letter = (await host.LettersAsync(1)).Single().Letter;

        await host.ReplayAsync(letter.Id);
        var first = await host.TakeAsync("generate-proof");
        await host.ReplayAsync(letter.Id);
        await Eventually.HoldsAsync(() => host.Log.Of(4508).Any(), "the second order finds nothing");

        var headers = HeaderTexts(first.BasicProperties);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Body.ToArray(), Is.EqualTo(body));
            Assert.That(first.BasicProperties.ContentType, Is.EqualTo("no content type;;"));
            Assert.That(first.BasicProperties.MessageId, Is.EqualTo("order 7"));
            Assert.That(first.BasicProperties.CorrelationId, Is.EqualTo("42"));
            Assert.That(first.BasicProperties.AppId, Is.EqualTo("upstream"));
            Assert.That(first.BasicProperties.Persistent);
            Assert.That(
                headers,
                Is.EquivalentTo(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["x-trace"] = "abc",
                        ["count"] = "3",
                        [FaultHeaders.Returned] = $"{letter.Id}",
                    }
                )
            );
            Assert.That(await host.CountAsync("generate-proof"), Is.Zero);
            Assert.That(
                (await host.LettersAsync()).Single().Message.ProtectedMessage,
                Is.Null,
                "its secrets are erased"
            );
        }

        // it fails again
        properties.Headers[FaultHeaders.Returned] = $"{letter.Id}";
        await host.SendAsync("generate-proof_error", body, properties);
        Assert.That(await host.LettersAsync(2), Has.Count.EqualTo(2));
    }

    static Dictionary<string, string> HeaderTexts(IReadOnlyBasicProperties properties) =>
        properties
            .Headers!.Where(header => header.Key != "x-dotnet-pub-seq-no")
            .ToDictionary(
                header => header.Key,
                header =>
                    header.Value is byte[] text
                        ? Encoding.UTF8.GetString(text)
                        : Convert.ToString(header.Value, CultureInfo.InvariantCulture)!,
                StringComparer.Ordinal
            );

    static BasicProperties Failed(string exception, int retries = 0, string? messageId = null)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            Headers = new Dictionary<string, object?>
            {
                [MessageHeaders.Reason] = "fault",
                [MessageHeaders.FaultExceptionType] = exception,
                [MessageHeaders.FaultMessage] = $"could not read {Secret}",
                [MessageHeaders.FaultStackTrace] = $"at {Secret}",
                [MessageHeaders.FaultTimestamp] = FailedAt.ToString("O", CultureInfo.InvariantCulture),
                [MessageHeaders.Host.MachineName] = "worker-1",
            },
        };
        if (retries > 0)
            properties.Headers[MessageHeaders.FaultRetryCount] = retries;
        if (messageId is not null)
            properties.MessageId = messageId;
        return properties;
    }

    static SetAsideDelivery DeliveryOf(BasicGetResult message) =>
        RabbitMqCollection.DeliveryOf(SetAsideSource.All.Single(source => source.Queue == message.RoutingKey), message);

    Task<string> RowsAsTextAsync() =>
        host.InDatabaseAsync(async db =>
            string.Join(
                '\n',
                await db
                    .Database.SqlQuery<string>(
                        $"""
                        SELECT to_jsonb(l)::text || to_jsonb(m)::text || encode(m.protected_message, 'escape') AS "Value"
                        FROM dead_letters l JOIN set_aside_messages m ON m.dead_letter_id = l.id
                        """
                    )
                    .ToListAsync()
            )
        );
}
