using Microsoft.Extensions.Configuration;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Hosting.Tests.Messaging;

sealed class RabbitMqOptionsTests
{
    [TestCase(null, QueueType.Classic)]
    [TestCase("", QueueType.Classic)]
    [TestCase("classic", QueueType.Classic)]
    [TestCase("Quorum", QueueType.Quorum)]
    public void The_type_of_the_queues_is_read_by_its_name(string? name, QueueType expected) =>
        Assert.That(Read(name).QueueType, Is.EqualTo(expected));

    [TestCase("stream")]
    [TestCase("1x")]
    [TestCase("7")]
    public void Another_name_is_an_error_that_names_the_setting_and_the_choices(string name)
    {
        var error = Assert.Catch<FormatException>(() => Read(name));

        Assert.That(
            error.Message,
            Does.Contain("RABBITMQ_QUEUE_TYPE").And.Contain($"'{name}'").And.Contain("classic or quorum")
        );
    }

    static RabbitMqOptions Read(string? queueType) =>
        RabbitMqOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("RabbitMq:QueueType", queueType)])
                .Build()
        );
}
