using ProofSaga.SystemTests.Distributed;
using ProofSaga.Testing;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>RabbitMQ takes a message back from a consumer that keeps it for too long, while the work goes on.</summary>
public class When_a_stage_outlasts_the_brokers_patience
{
    [Test]
    public async Task The_process_does_not_start_and_says_which_settings_to_change()
    {
        await using var installation = await Installation.PrepareAsync();

        var prover = installation.Launch(BuiltPrograms.Prover, "--RabbitMq:ConsumerTimeout=00:11:30");
        var publisher = installation.Launch(BuiltPrograms.Publisher, "--Chain:ReceiptTimeout=00:29:00");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await prover.WaitForExitAsync(), Is.EqualTo(1));
            Assert.That(
                prover.ReadLog(),
                Does.Contain("ProofSaga could not start: RabbitMQ takes a message back")
                    .And.Contain("RabbitMq:ConsumerTimeout (RABBITMQ_CONSUMER_TIMEOUT), which is 00:11:30")
                    .And.Contain("Prover:ProveTimeout is 00:10:00")
                    .And.Contain("timeout_seconds of groth16 in circuit preimage is 00:10:00")
                    .And.Contain("consumer_timeout = 1050000")
                    .And.Not.Contain("Prover:VerifyTimeout")
            );
            Assert.That(await publisher.WaitForExitAsync(), Is.EqualTo(1));
            Assert.That(publisher.ReadLog(), Does.Contain("Chain:ReceiptTimeout is 00:29:00"));
        }
    }
}
