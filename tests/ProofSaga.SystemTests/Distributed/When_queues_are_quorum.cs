using ProofSaga.Hosting;
using ProofSaga.SystemTests.Support;

namespace ProofSaga.SystemTests.Distributed;

/// <summary><c>RabbitMq:QueueType=quorum</c>: every queue, those for errors too.</summary>
public class When_queues_are_quorum
{
    Installation installation = null!;

    [SetUp]
    public async Task Start()
    {
        installation = await Installation.PrepareAsync("--RabbitMq:QueueType=quorum");
        await installation.StartAllAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task Proofs_and_what_fails_go_through_them_and_a_process_that_wants_others_does_not_start()
    {
        var good = await installation.Api.SubmitAsync(Submissions.Commitment(0));
        await PlainAmqp.SendAsync(installation.BrokerUri, "no JSON");
        var end = await installation.Api.EndOfAsync(good);
        var letter = await installation.DeadLetterOfAsync(Guid.Empty);

        var topology = installation.Topology;
        var queues = await topology.QueuesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.Status, Is.EqualTo("completed"));
            Assert.That((letter.Queue, letter.Code), Is.EqualTo(("submit-proof", "message_unreadable")));
            Assert.That(letter.Error, Does.Contain("no JSON text"));
            Assert.That(queues.Select(queue => queue.Name), Is.EquivalentTo(BrokerTopology.ExpectedQueues));
            Assert.That(queues, Is.All.Matches<BrokerQueue>(queue => queue is { Type: "quorum", Durable: true }));
            Assert.That((await topology.SetAsideAsync()).Values, Is.All.Zero);
        }

        var error = Assert.CatchAsync<StartupException>(() =>
            installation.StartIntakeAsync("--RabbitMq:QueueType=classic")
        );
        Assert.That(
            error.Message,
            Does.Contain("submit-proof")
                .And.Contain("RabbitMq:QueueType")
                .And.Contain("rabbitmqctl delete_queue")
                .And.Not.Contain(installation.BrokerUri.UserInfo.Split(':')[1])
        );
    }
}
