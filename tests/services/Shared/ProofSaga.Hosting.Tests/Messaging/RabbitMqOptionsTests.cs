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

    [TestCase(null, "00:30:00")]
    [TestCase("00:45:00", "00:45:00")]
    [TestCase("0", "00:00:00")]
    public void The_brokers_consumer_time_out_is_a_time(string? text, string expected) =>
        Assert.That(ReadTimeout(text).ConsumerTimeout, Is.EqualTo(TimeSpan.Parse(expected)));

    [TestCase("1800000")]
    [TestCase("-00:01:00")]
    [TestCase("half an hour")]
    public void Anything_else_is_an_error_that_names_the_setting(string text)
    {
        var error = Assert.Catch<FormatException>(() => ReadTimeout(text));

        Assert.That(error.Message, Does.Contain("RABBITMQ_CONSUMER_TIMEOUT").And.Contain($"'{text}'"));
    }

    static RabbitMqOptions ReadTimeout(string? text) =>
        RabbitMqOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("RabbitMq:ConsumerTimeout", text)])
                .Build()
        );

    static RabbitMqOptions Read(string? queueType) =>
        RabbitMqOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("RabbitMq:QueueType", queueType)])
                .Build()
        );
}
